package io.dbvitals.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.grafana.model.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** A panel turns red where an alert fires. */
class LimitsTest {
    /** The default is the last number of a rule: {@code … + 0.8} or {@code vector(0.8)}. */
    private static final Pattern DEFAULT = Pattern.compile("(?:\\+|vector\\()\\s*([0-9.*^ ]+)\\)?\\s*$");

    @Test
    void limit_isTheDefaultOfTheAlertsThreshold() throws IOException {
        Map<String, Double> defaults = defaults();
        for (Limits limits : AllPanels.limits()) {
            limits.threshold().ifPresent(name -> {
                // A panel may show one of the two only.
                limits.warning()
                        .ifPresent(value -> assertThat(value).as(name).isEqualTo(defaults.get(name + "/warning")));
                limits.critical()
                        .ifPresent(value -> assertThat(value).as(name).isEqualTo(defaults.get(name + "/critical")));
            });
        }
    }

    @Test
    void steps_goUpwards() {
        assertThat(Limits.above(1, 2).steps()).containsExactly(step("green"), step(1, "orange"), step(2, "red"));
        assertThat(Limits.warnAbove(1).steps()).containsExactly(step("green"), step(1, "orange"));
        assertThat(Limits.alarmAbove(2).steps()).containsExactly(step("green"), step(2, "red"));
        assertThat(Limits.below(2, 1).steps()).containsExactly(step("red"), step(1, "orange"), step(2, "green"));
        assertThat(Limits.warnBelow(2).steps()).containsExactly(step("orange"), step(2, "green"));
        assertThat(Limits.alarmBelow(1).steps()).containsExactly(step("red"), step(1, "green"));
        assertThat(Limits.none().steps()).containsExactly(step("green"));
    }

    private static Limits.Step step(String color) {
        return new Limits.Step(Optional.empty(), color);
    }

    private static Limits.Step step(double value, String color) {
        return new Limits.Step(Optional.of(value), color);
    }

    private static Map<String, Double> defaults() throws IOException {
        Map<String, Double> defaults = new TreeMap<>();
        for (Path file : Folders.files(Folders.RULES)) {
            if (file.getFileName().toString().startsWith("thresholds-")) {
                for (Map<?, ?> rule : rules(file)) {
                    Map<?, ?> labels = (Map<?, ?>) rule.get("labels");
                    Matcher number = DEFAULT.matcher(String.valueOf(rule.get("expr")));
                    assertThat(number.find()).as("default of %s", labels).isTrue();
                    defaults.put(
                            labels.get("kind") + "/" + labels.get("name") + "/" + labels.get("severity"),
                            product(number.group(1)));
                }
            }
        }
        return defaults;
    }

    private static List<Map<?, ?>> rules(Path file) throws IOException {
        List<Map<?, ?>> rules = new ArrayList<>();
        Map<?, ?> document = new Yaml().load(Files.readString(file));
        for (Object group : (List<?>) document.get("groups")) {
            for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
                rules.add((Map<?, ?>) rule);
            }
        }
        return rules;
    }

    private static double product(String text) {
        double product = 1;
        for (String factor : text.split("\\*", -1)) {
            String[] power = factor.strip().split("\\^", -1);
            double base = Double.parseDouble(power[0].strip());
            product *= power.length == 1 ? base : Math.pow(base, Double.parseDouble(power[1].strip()));
        }
        return product;
    }
}
