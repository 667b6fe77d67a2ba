package io.dbvitals.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbvitals.redis.model.Gathering;
import io.dbvitals.redis.model.Info;
import io.dbvitals.redis.model.Readout;
import io.dbvitals.redis.model.Subject;
import io.dbvitals.testing.Samples;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** What real servers said that not every machine has. */
public final class Recorded {
    private Recorded() {}

    /** {@code redis-8.0} or {@code valkey-8.1}: the answer to INFO everything, after a few commands. */
    public static Info info(String server) {
        try (InputStream in = Recorded.class.getResourceAsStream("/redis/info-" + server + ".txt")) {
            return Info.parse(new String(Objects.requireNonNull(in).readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The samples of one subject that needs nothing but INFO, read a thousand seconds after 1970. */
    public static Samples samples(Subject subject, Info info) {
        Gathering out = new Gathering(Labels.of("server", "here"));
        subject.map(new Readout(info, Map.of(), Instant.ofEpochSecond(1000)), out);
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create()
                    .write(page, new MetricSnapshots(out.families().stream().toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Samples.of(page.toString(UTF_8));
    }
}
