package io.dbvitals.app;

import io.dbvitals.config.WebConfig;
import io.dbvitals.config.files.Fingerprint;
import io.dbvitals.config.load.WebConfigLoader;
import io.dbvitals.config.yaml.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The web configuration as its file is now, looked at once a second at most; the last good one while the file is broken. */
final class CurrentWebConfig implements Supplier<WebConfig> {
    private static final Logger logger = LoggerFactory.getLogger(CurrentWebConfig.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Optional<Path> file;
    private WebConfig current;
    private Fingerprint fingerprint;
    private long lookedAtNanos = System.nanoTime();

    /** A broken file is an error at start. */
    CurrentWebConfig(Optional<Path> file) throws ConfigException {
        this.file = file;
        this.fingerprint = Fingerprint.of(file.stream().toList());
        this.current = file.isPresent() ? WebConfigLoader.load(file.get()) : WebConfig.OPEN;
    }

    @Override
    public synchronized WebConfig get() {
        if (file.isEmpty() || System.nanoTime() - lookedAtNanos < PAUSE_NANOS) {
            return current;
        }
        lookedAtNanos = System.nanoTime();
        Fingerprint now = Fingerprint.of(List.of(file.get()));
        if (!now.equals(fingerprint)) {
            fingerprint = now;
            try {
                current = WebConfigLoader.load(file.get());
                logger.info("{} was read anew", file.get());
            } catch (ConfigException e) {
                logger.error("{} is broken, the last good one stays in use: {}", file.get(), e.getMessage());
            }
        }
        return current;
    }
}
