package io.dbvitals.instrumentation.handler;

import io.dbvitals.instrumentation.event.Event;
import io.dbvitals.instrumentation.event.EventHandler;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes events to a log: an information as {@code INFO}, a warning as {@code WARN}, what is critical as {@code ERROR}. */
public final class Slf4jHandler implements EventHandler {
    private final Logger logger;

    private Slf4jHandler(Logger logger) {
        this.logger = logger;
    }

    /** To the logger {@code io.dbvitals.events}. */
    public static Slf4jHandler create() {
        return to(LoggerFactory.getLogger("io.dbvitals.events"));
    }

    public static Slf4jHandler to(Logger logger) {
        return new Slf4jHandler(logger);
    }

    @Override
    public void handle(Event event) {
        LoggingEventBuilder line = switch (event.severity()) {
            case INFO -> logger.atInfo();
            case WARNING -> logger.atWarn();
            case CRITICAL -> logger.atError();
        };
        line = line.addKeyValue("kind", event.kind()).addKeyValue("subject", event.subject());
        for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
            line = line.addKeyValue(attribute.getKey(), attribute.getValue());
        }
        line.log(event.text());
    }
}
