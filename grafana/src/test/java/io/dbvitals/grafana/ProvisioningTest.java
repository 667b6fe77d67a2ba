package io.dbvitals.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What Grafana reads when it starts. */
class ProvisioningTest {
    private static final Path SOURCES = Path.of("provisioning/datasources/dbvitals.yml");
    private static final Path PROVIDERS = Path.of("provisioning/dashboards/dbvitals.yml");

    @Test
    void dataSources_arePrometheusAndAlertmanager() throws IOException {
        List<?> sources = (List<?>) load(SOURCES).get("datasources");
        assertThat(sources.stream().map(source -> ((Map<?, ?>) source).get("type")))
                .isEqualTo(List.of("prometheus", "alertmanager"));
    }

    @Test
    void dashboards_cannotBeChangedInGrafana() throws IOException {
        Map<?, ?> provider = (Map<?, ?>) ((List<?>) load(PROVIDERS).get("providers")).get(0);
        assertThat(provider.get("allowUiUpdates")).isEqualTo(false);
        assertThat(provider.get("disableDeletion")).isEqualTo(true);
    }

    @Test
    void variable_isDocumented() throws IOException {
        String documented = Files.readString(Path.of("../config/monitoring.env.example"));
        Set<String> used = new HashSet<>();
        for (Path file : List.of(SOURCES, PROVIDERS)) {
            Matcher variable = Pattern.compile("(?<=: )\\$(\\w+)").matcher(Files.readString(file));
            while (variable.find()) {
                used.add(variable.group(1));
            }
        }
        assertThat(used).hasSize(5).allSatisfy(name -> assertThat(documented).contains("\n#" + name + "="));
    }

    private static Map<?, ?> load(Path file) throws IOException {
        return new Yaml().load(Files.readString(file));
    }
}
