package io.dbvitals.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.json.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final String DASHBOARD = """
            {"timestamp":"2026-01-01T12:00:00.123Z","status":"unhealthy","targets":[
             {"name":"cache","kind":"redis","status":"healthy","score":100.0,"losses":[],"error":null,"paused":false},
             {"name":"primary","kind":"postgres","status":"degraded","score":72.4,"losses":[
               {"component":"connections","points":21.0,"cause":"connections in use: 87% (warning 80%)"},
               {"component":"locks","points":6.6,"cause":"x"}],"error":null,"paused":false},
             {"name":"new","kind":"host","status":"degraded","score":null,"losses":[],"error":"not asked yet","paused":true},
             {"name":"shop","kind":"mysql","status":"unhealthy","score":0,"losses":[],"error":"refused\\u001b[2J","paused":false}],
             "alerts":{"trouble":null,"rows":[
              {"name":"PostgreSQLConnectionsHigh","severity":"warning","summary":"87 % in use","starts_at":"2026-01-01T11:59:15Z",
               "state":"active","acknowledged":false,"labels":{"server":"db1:5432","target":"primary"}},
              {"name":"MySQLDown","severity":"critical","summary":"shop is down","starts_at":"2026-01-01T11:30:00Z",
               "state":"suppressed","acknowledged":true,"labels":{"server":"shop:3306"}},
              {"name":"Watchdog","severity":"none","summary":"","starts_at":"2026-01-01T11:30:00Z","state":"active",
               "acknowledged":false,"labels":{}}]}}
            """;

    @Test
    void text_hasTheWorstFirst_andNothingThatATerminalObeys() {
        assertThat(String.join("\n", new ScreenText(false).lines(screen(DASHBOARD))))
                .isEqualTo("""
                2026-01-01T12:00:00Z  4 targets: 1 unhealthy, 2 degraded, 1 healthy  the service at http://x

                STATUS     TARGET   KIND      SCORE  REASON
                unhealthy  shop     mysql         0  refused?[2J
                degraded   new      host          -  paused; not asked yet
                degraded   primary  postgres     72  connections: connections in use: 87% (warning 80%) (-21.0)
                healthy    cache    redis       100

                2 alerts fire
                  critical MySQLDown shop:3306 for 30m (acknowledged): shop is down
                  warning PostgreSQLConnectionsHigh primary for 45s: 87 % in use""");
    }

    @Test
    void lines_areForALog() {
        assertThat(new ScreenText(false).plainLines(screen(DASHBOARD)))
                .startsWith("2026-01-01T12:00:00Z shop unhealthy 0 refused?[2J")
                .endsWith("2026-01-01T12:00:00Z alert warning PostgreSQLConnectionsHigh primary for 45s: 87 % in use")
                .hasSize(6);
    }

    @Test
    void colours_areForTerminals() {
        assertThat(new ScreenText(true).lines(screen(DASHBOARD)))
                .anyMatch(line -> line.startsWith("\u001b[31munhealthy\u001b[0m  shop"));
    }

    @Test
    void json_isTheSame() {
        JsonNode json = JsonNode.parse(ScreenJson.of(screen(DASHBOARD)));
        assertThat(json.text("status")).isEqualTo("unhealthy");
        assertThat(json.items("targets").stream().map(row -> row.text("target")))
                .containsExactly("shop", "new", "primary", "cache");
        assertThat(json.items("alerts").get(0).text("state")).isEqualTo("acknowledged");
        assertThat(json.member("alerts_trouble").orElseThrow().text()).isEmpty();
    }

    @Test
    void exitCode_isThatOfHealth() {
        assertThat(screen(DASHBOARD).exitCode()).isEqualTo(2);
        assertThat(FromService.screen(JsonNode.parse(DASHBOARD), "x", List.of("primary", "cache"))
                        .exitCode())
                .isEqualTo(1);
        assertThat(FromService.screen(JsonNode.parse(DASHBOARD), "x", List.of("new"))
                        .exitCode())
                .isEqualTo(3);
        assertThat(FromService.screen(JsonNode.parse(DASHBOARD), "x", List.of("ca*"))
                        .exitCode())
                .isZero();
        Screen none = FromService.screen(JsonNode.parse(DASHBOARD), "x", List.of("none"));
        assertThat(none.exitCode()).isEqualTo(3);
        assertThat(new ScreenText(false).lines(none).get(0)).contains("no target was selected");
    }

    @Test
    void alertsThatAreNotKnown_areNotNone() {
        Screen screen = screen("{\"targets\":[],\"alerts\":{\"rows\":[],\"trouble\":\"the Alertmanager is down\"}}");
        assertThat(new ScreenText(false).lines(screen))
                .last()
                .isEqualTo("alerts are not known: the Alertmanager is down");
    }

    private static Screen screen(String json) {
        return FromService.screen(JsonNode.parse(json), "the service at http://x", List.of());
    }
}
