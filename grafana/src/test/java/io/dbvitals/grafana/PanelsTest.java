package io.dbvitals.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.grafana.AllPanels.Asked;
import io.dbvitals.grafana.AllPanels.Placed;
import io.dbvitals.grafana.Metrics.Selector;
import io.dbvitals.grafana.boards.Boards;
import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.model.Kind;
import io.dbvitals.grafana.model.Panel;
import io.dbvitals.grafana.model.Row;
import io.dbvitals.grafana.model.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What holds for every panel. */
class PanelsTest {
    /** Sums that the rules make of several servers bear neither job nor instance, or not always. */
    private static final Pattern WITHOUT_SERVER = Pattern.compile("(job|slo):.*");

    @Test
    void panel_hasTitleDescriptionQueryAndWordsForNoData() {
        for (Placed placed : AllPanels.pictures()) {
            Panel panel = placed.panel();
            assertThat(panel.title()).as(placed.where()).isNotBlank();
            assertThat(panel.description()).as(placed.where()).endsWith(".").hasSizeGreaterThan(3);
            assertThat(panel.queries())
                    .as(placed.where())
                    .isNotEmpty()
                    .allMatch(query -> !query.legend().isBlank());
            assertThat(panel.ifEmpty()).as(placed.where()).isNotBlank();
        }
    }

    @Test
    void panelsOfARow_haveTitlesOfTheirOwn() {
        for (Dashboard dashboard : Boards.all()) {
            for (Row row : dashboard.rows()) {
                assertThat(row.panels().stream().map(Panel::title))
                        .as(dashboard.uid() + " / " + row.title())
                        .doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void fixedScale_isThatOfARatio() {
        for (Placed placed : AllPanels.pictures()) {
            if (placed.panel().max().isPresent()) {
                assertThat(placed.panel().unit()).as(placed.where()).isEqualTo(Unit.RATIO);
            }
        }
    }

    @Test
    void table_hasColumnsWithTitlesOfTheirOwn() {
        for (Placed placed : AllPanels.pictures()) {
            if (placed.panel().kind() == Kind.TABLE) {
                assertThat(placed.panel().queries().stream().map(query -> query.legend()))
                        .as(placed.where())
                        .doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void selector_choosesByJobAndInstance() {
        for (Asked asked : AllPanels.asked()) {
            for (Selector selector : Metrics.of(asked.expr())) {
                if (!WITHOUT_SERVER.matcher(selector.metric()).matches()) {
                    assertThat(selector.matchers())
                            .as("%s: %s", asked.where(), selector)
                            .contains("job=~\"", "instance=~\"");
                }
            }
        }
    }

    @Test
    void variable_isDefinedByTheDashboard() {
        for (Asked asked : AllPanels.asked()) {
            Set<String> known = new HashSet<>(Set.of("__rate_interval", "__range", "__interval"));
            asked.dashboard().scope().variables().forEach(variable -> known.add(variable.label()));
            assertThat(found("\\$(\\w+)", asked.expr())).as(asked.where()).isSubsetOf(known);
        }
    }

    @Test
    void rate_isOverGrafanasIntervalOrThatOfAnAlert() {
        for (Asked asked : AllPanels.asked()) {
            for (Selector selector : Metrics.of(asked.expr())) {
                if (selector.function().equals("rate")) {
                    assertThat(selector.range())
                            .as("%s: %s", asked.where(), selector)
                            .matches("\\$__rate_interval" + (asked.where().contains("Notifications") ? "|5m|15m" : ""));
                }
            }
        }
    }

    @Test
    void link_setsVariablesOfItsGoal() {
        for (Placed placed : AllPanels.pictures()) {
            for (Panel.Link link : placed.panel().links()) {
                Dashboard goal = Boards.all().stream()
                        .filter(dashboard -> dashboard.uid().equals(link.uid()))
                        .findAny()
                        .orElseThrow();
                assertThat(goal.scope().variables().stream().map(variable -> variable.label()))
                        .as(placed.where())
                        .containsAll(link.labels());
            }
        }
    }

    @Test
    void alert_existsAndIsOnADashboard() throws IOException {
        Set<String> alerts = new HashSet<>();
        for (Path file : Folders.files(Folders.RULES)) {
            alerts.addAll(found("alert: (\\w+)", Files.readString(file)));
        }
        List<String> shown = AllPanels.pictures().stream()
                .flatMap(placed -> placed.panel().alerts().stream())
                .toList();
        assertThat(new TreeSet<>(shown)).isEqualTo(new TreeSet<>(alerts));
    }

    @Test
    void panelThatMayBeEmpty_exists() throws IOException {
        Set<List<String>> panels = new HashSet<>();
        for (Placed placed : AllPanels.pictures()) {
            panels.add(List.of(placed.dashboard().uid(), "*"));
            panels.add(List.of(placed.dashboard().uid(), placed.panel().title()));
        }
        for (List<String> line : Folders.table("may-be-empty.tsv")) {
            assertThat(line).hasSize(3);
            assertThat(panels).contains(line.subList(0, 2));
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
