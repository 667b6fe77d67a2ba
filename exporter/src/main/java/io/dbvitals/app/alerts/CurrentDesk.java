package io.dbvitals.app.alerts;

import io.dbvitals.api.alerts.AlertDesk;
import io.dbvitals.config.Config;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/** The desk of the configuration in use: another one where what it works by has changed. */
public final class CurrentDesk implements Supplier<AlertDesk> {
    private final Supplier<Config> config;
    private Optional<Used> used = Optional.empty();

    public CurrentDesk(Supplier<Config> config) {
        this.config = config;
    }

    private record Used(Config.Alerting alerting, Path auditFile, Desk desk) {}

    @Override
    public synchronized AlertDesk get() {
        Config now = config.get();
        Path file = now.guard().auditFile();
        Used one = used.filter(each -> each.alerting().equals(now.alerting())
                        && each.auditFile().equals(file))
                .orElseGet(() -> new Used(now.alerting(), file, new Desk(now.alerting(), file, Clock.systemUTC())));
        used = Optional.of(one);
        return one.desk();
    }
}
