package io.dbvitals.config.thresholds;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.Config.Threshold;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KnownThresholdsTest {
    @Test
    void names_areThoseOfTheRulesAndOfTheScores() throws IOException {
        Set<String> names = new TreeSet<>(Set.of("replicas"));
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(Path.of("../config/prometheus/rules"), "thresholds-*.yml")) {
            for (Path file : files) {
                Matcher labels =
                        Pattern.compile("labels: .*\\bname: ([a-z0-9_]+)").matcher(Files.readString(file));
                while (labels.find()) {
                    names.add(labels.group(1));
                }
            }
        }
        assertThat(KnownThresholds.all()).containsExactlyElementsOf(names);
    }

    @Test
    void numbers_areCheckedByTheirUnit() {
        assertThat(wrong("connections_used_ratio", 80))
                .isEqualTo("\"warning\" of connections_used_ratio must be a share from 0 to 1, not 80 (80 % is 0.8)");
        assertThat(wrong("cache_hit_ratio", -0.5))
                .isEqualTo("\"warning\" of cache_hit_ratio must be a share from 0 to 1, not -0.5");
        assertThat(wrong("replication_lag_seconds", -1))
                .isEqualTo("\"warning\" of replication_lag_seconds must not be negative, not -1");
        assertThat(wrong("own", Double.NaN)).isEqualTo("\"warning\" must be a number, not NaN");
        assertThat(wrong("own_ratio", 80)).isEmpty();
        assertThat(wrong("connections_used_ratio", 1)).isEmpty();
    }

    @Test
    void critical_isOnTheWorseSide() {
        assertThat(wrong("xid_age_ratio", 0.7, 0.5))
                .isEqualTo(
                        "\"critical\" of xid_age_ratio (0.5) must not be below \"warning\" (0.7): the higher, the worse");
        assertThat(wrong("vector_recall_ratio", 0.7, 0.9))
                .isEqualTo(
                        "\"critical\" of vector_recall_ratio (0.9) must not be above \"warning\" (0.7): the lower, the worse");
        assertThat(wrong("xid_age_ratio", 0.7, 0.7)).isEmpty();
        assertThat(wrong("vector_recall_ratio", 0.9, 0.7)).isEmpty();
        assertThat(wrong("own", 2, 1)).isEmpty();
    }

    private static String wrong(String name, double warning, double... critical) {
        Optional<Double> other = critical.length == 0 ? Optional.empty() : Optional.of(critical[0]);
        return KnownThresholds.wrong(name, new Threshold(Optional.of(warning), other))
                .map(KnownThresholds.Wrong::message)
                .orElse("");
    }
}
