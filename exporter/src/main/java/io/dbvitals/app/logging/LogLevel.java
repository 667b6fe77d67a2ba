package io.dbvitals.app.logging;

import ch.qos.logback.classic.Level;
import io.dbvitals.config.yaml.ConfigException;
import java.util.Locale;

/** From which weight on something is logged. */
public enum LogLevel {
    DEBUG,
    INFO,
    WARNING,
    ERROR;

    /** That of this name, in whatever case. */
    public static LogLevel of(String name) throws ConfigException {
        for (LogLevel each : values()) {
            if (each.name().equals(name.toUpperCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new ConfigException("there is no log level '" + name + "'; there are DEBUG, INFO, WARNING and ERROR");
    }

    Level level() {
        return switch (this) {
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARN;
            case ERROR -> Level.ERROR;
        };
    }

    /** Of the libraries, whose details are nobody's business here. */
    Level foreign() {
        return this == DEBUG ? Level.INFO : level();
    }
}
