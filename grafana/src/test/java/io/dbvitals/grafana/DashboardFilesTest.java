package io.dbvitals.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dbvitals.grafana.boards.Boards;
import io.dbvitals.grafana.json.DashboardJson;
import io.dbvitals.grafana.json.Grid;
import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.model.Variable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The files that Grafana reads; {@code -Ddashboards.update=true} writes them anew. */
class DashboardFilesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_OPEN = 30;
    private static final Pattern LINK_OF_ALERT = Pattern.compile("dashboard_url: [\"']/d/([\\w-]+)(.*)[\"']");

    @BeforeAll
    static void update() throws IOException {
        if (Boolean.getBoolean("dashboards.update")) {
            for (Dashboard dashboard : Boards.all()) {
                Files.writeString(file(dashboard), DashboardJson.write(dashboard));
            }
        }
    }

    @Test
    void generated_equalsCommitted() throws IOException {
        for (Dashboard dashboard : Boards.all()) {
            assertThat(file(dashboard)).hasContent(DashboardJson.write(dashboard));
        }
        assertThat(Folders.files(Folders.DASHBOARDS))
                .hasSameElementsAs(
                        Boards.all().stream().map(DashboardFilesTest::file).toList());
    }

    @Test
    void uid_isThatOfTheHousePlan() {
        assertThat(uids())
                .containsExactlyInAnyOrder(Stream.of(
                                "fleet postgres queries replication vector redis mysql pgbouncer system application alerts slo capacity"
                                        .split(" "))
                        .map(name -> "dbvitals-" + name)
                        .toArray(String[]::new));
        assertThat(Boards.all().stream().map(Dashboard::title)).doesNotHaveDuplicates();
    }

    @Test
    void dashboard_isNotEditable_andLeadsToAllOthers() throws IOException {
        for (JsonNode dashboard : committed()) {
            assertThat(dashboard.path("editable").asBoolean(true)).isFalse();
            assertThat(dashboard.path("schemaVersion").asInt()).isEqualTo(41);
            assertThat(dashboard.path("graphTooltip").asInt()).isEqualTo(1);
            assertThat(dashboard.path("refresh").asText()).isEqualTo("30s");
            assertThat(dashboard.path("tags").toString()).isEqualTo("[\"dbvitals\"]");
            assertThat(dashboard.at("/links/0/tags/0").asText()).isEqualTo("dbvitals");
            assertThat(dashboard.at("/links/0/asDropdown").asBoolean()).isTrue();
        }
    }

    @Test
    void variables_areFew_andRefreshWithTheTimeRange() throws IOException {
        for (JsonNode dashboard : committed()) {
            List<JsonNode> variables = list(dashboard.at("/templating/list"));
            assertThat(variables).hasSizeLessThanOrEqualTo(6);
            assertThat(variables.get(0).path("name").asText()).isEqualTo("datasource");
            assertThat(variables.get(0).path("label").asText()).isEqualTo("Data Source");
            assertThat(names(variables)).contains("job", "instance");
            for (JsonNode variable : variables.subList(1, variables.size())) {
                assertThat(variable.path("refresh").asInt()).isEqualTo(2);
                assertThat(variable.path("multi").asBoolean()).isTrue();
                assertThat(variable.path("includeAll").asBoolean()).isTrue();
                boolean everySeriesHasIt =
                        Set.of("job", "instance").contains(variable.path("name").asText());
                assertThat(variable.path("allValue").asText()).isEqualTo(everySeriesHasIt ? ".+" : ".*");
                assertThat(variable.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            }
        }
    }

    @Test
    void panels_haveIdsOfTheirOwn_andDoNotOverlap() throws IOException {
        for (JsonNode dashboard : committed()) {
            List<JsonNode> all = new ArrayList<>();
            List<JsonNode> open = list(dashboard.path("panels"));
            for (JsonNode panel : open) {
                all.add(panel);
                List<JsonNode> inside = list(panel.path("panels"));
                all.addAll(inside);
                assertApart(inside);
            }
            assertApart(open);
            Set<Integer> ids =
                    all.stream().map(panel -> panel.path("id").asInt()).collect(Collectors.toSet());
            assertThat(ids).hasSameSizeAs(all);
            assertThat(open.stream()
                            .filter(panel -> !panel.path("type").asText().equals("row")))
                    .hasSizeLessThanOrEqualTo(MOST_OPEN);
        }
    }

    @Test
    void panels_askTheChosenDataSource() throws IOException {
        for (JsonNode dashboard : committed()) {
            dashboard.findValues("datasource").stream()
                    .filter(source -> source.path("type").asText().equals("prometheus"))
                    .forEach(source -> assertThat(source.path("uid").asText()).isEqualTo("${datasource}"));
        }
    }

    @Test
    void links_leadToDashboardsThatExist() throws IOException {
        for (Path file : Folders.files(Folders.DASHBOARDS)) {
            assertThat(found("/d/([\\w-]+)", Files.readString(file)))
                    .as(file.toString())
                    .isSubsetOf(uids());
        }
    }

    @Test
    void alert_leadsToADashboardThatExists_andSetsVariablesOfIt() throws IOException {
        int alerts = 0;
        for (Path file : Folders.files(Folders.RULES)) {
            String[] rules = Files.readString(file).split("(?m)^ *- alert: ", -1);
            for (String rule : List.of(rules).subList(1, rules.length)) {
                String where = rule.lines().findFirst().orElseThrow();
                Matcher link = LINK_OF_ALERT.matcher(rule);
                assertThat(link.find()).as("dashboard_url of " + where).isTrue();
                assertThat(uids()).as(where).contains(link.group(1));
                assertThat(variables(link.group(1))).as(where).containsAll(found("var-(\\w+)=", link.group(2)));
                alerts++;
            }
        }
        assertThat(alerts).isGreaterThan(90);
    }

    private static Path file(Dashboard dashboard) {
        return Folders.DASHBOARDS.resolve(dashboard.uid() + ".json");
    }

    private static List<String> uids() {
        return Boards.all().stream().map(Dashboard::uid).toList();
    }

    private static List<String> variables(String uid) {
        return Boards.all().stream()
                .filter(dashboard -> dashboard.uid().equals(uid))
                .flatMap(dashboard -> dashboard.scope().variables().stream())
                .map(Variable::label)
                .toList();
    }

    private static List<JsonNode> committed() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        for (Path file : Folders.files(Folders.DASHBOARDS)) {
            all.add(JSON.readTree(Files.readString(file)));
        }
        return all;
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }

    private static List<String> names(List<JsonNode> variables) {
        return variables.stream()
                .map(variable -> variable.path("name").asText())
                .toList();
    }

    private static void assertApart(List<JsonNode> panels) {
        List<Grid.Place> places = panels.stream()
                .map(panel -> panel.path("gridPos"))
                .map(at -> new Grid.Place(
                        at.path("x").asInt(),
                        at.path("y").asInt(),
                        at.path("w").asInt(),
                        at.path("h").asInt()))
                .toList();
        for (int i = 0; i < places.size(); i++) {
            Grid.Place place = places.get(i);
            assertThat(place.x() + place.width()).isLessThanOrEqualTo(Grid.COLUMNS);
            assertThat(places.subList(0, i)).noneMatch(place::overlaps);
        }
    }

    private static Set<String> found(String pattern, String text) {
        Set<String> found = new HashSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
