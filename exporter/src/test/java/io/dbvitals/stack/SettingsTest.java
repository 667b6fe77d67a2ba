package io.dbvitals.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The settings of the stack: what scripts read is in {@code config/monitoring.env.example} or in their help, and nothing else is. */
class SettingsTest {
    private static final Path ROOT = Path.of("..");
    /** Of the shell, or of the environment that every program has. */
    private static final Set<String> OF_THE_SHELL = Set.of(
            "HOME",
            "PWD",
            "PATH",
            "BASH_SOURCE",
            "BASH_REMATCH",
            "SECONDS",
            "EPOCHSECONDS",
            "UID",
            "JAVA_HOME",
            "XDG_STATE_HOME",
            "BASHPID",
            "RANDOM",
            "TMPDIR");

    @Test
    void setting_isInTheExampleWithItsDefault() throws IOException {
        Map<String, String> example = example();
        Map<String, String> read = ofAlertmanager();

        assertThat(read).hasSizeGreaterThan(15).isEqualTo(without(example, ofGrafana()));
        assertThat(example.keySet()).containsAll(ofGrafana());
    }

    @Test
    void variable_isInTheHelp() throws IOException {
        String start = read("scripts/start_monitoring.sh");
        String help = start.substring(start.indexOf("<<'TEXT'"), start.indexOf("\nTEXT\n"));
        String code = start.substring(start.indexOf("\nTEXT\n"))
                + read("scripts/monitoring_native.sh")
                + read("scripts/monitoring_containers.sh");
        Set<String> variables = new TreeSet<>();
        Pattern.compile("\\$\\{([A-Z][A-Z_]+)")
                .matcher(code)
                .results()
                .forEach(variable -> variables.add(variable.group(1)));
        variables.removeAll(OF_THE_SHELL);

        assertThat(variables)
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(help + read("deploy/README.md") + read("config/monitoring.env.example"))
                        .containsPattern("\\b" + name + "\\b"));
    }

    /** What {@code alertmanager_config.sh} knows, with what it takes where nothing is set. */
    private static Map<String, String> ofAlertmanager() throws IOException {
        String script = read("scripts/alertmanager_config.sh");
        String settings = script.substring(script.indexOf("declare -A setting=("));
        Map<String, String> known = new TreeMap<>();
        Pattern.compile("\\[([A-Z_]+)]=(\\S+)")
                .matcher(settings.substring(0, settings.indexOf("\n)")))
                .results()
                .forEach(setting -> known.put(setting.group(1), setting.group(2).replace("'", "")));
        return known;
    }

    /** What Grafana reads from its environment; {@code GRAFANA_URL} is Alertmanager's as well. */
    private static Set<String> ofGrafana() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String file : List.of("datasources", "dashboards")) {
            Pattern.compile("(?<=: )\\$(\\w+)")
                    .matcher(read("grafana/provisioning/" + file + "/dbvitals.yml"))
                    .results()
                    .forEach(variable -> names.add(variable.group(1)));
        }
        return names;
    }

    private static Map<String, String> example() throws IOException {
        Map<String, String> example = new TreeMap<>();
        Pattern.compile("(?m)^#([A-Z_]+)=(.*)$")
                .matcher(read("config/monitoring.env.example"))
                .results()
                .forEach(line -> example.put(line.group(1), line.group(2)));
        return example;
    }

    private static Map<String, String> without(Map<String, String> all, Set<String> names) {
        Map<String, String> rest = new TreeMap<>(all);
        rest.keySet().removeAll(names);
        return rest;
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }
}
