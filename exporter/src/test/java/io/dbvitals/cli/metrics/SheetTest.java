package io.dbvitals.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.cli.metrics.Sheet.Past;
import io.dbvitals.config.json.JsonNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SheetTest {
    private static final String NOW = """
            {"target":"primary","kind":"postgres","status":"degraded","up":true,"score":72.4,"response_seconds":4.0E-4,
             "read_at":"2026-01-01T12:00:00Z","error":null,"components":{
              "connections":{"value":0.87,"points_lost":6.6,"cause":"connections in use: 87% (warning 80%)"},
              "locks":{"value":null,"points_lost":0.0,"cause":"a right is missing\\u001b"}}}
            """;
    private static final String HISTORY = """
            {"target":"primary","source":"memory","trouble":"memory holds one hour","step_seconds":30,
             "timestamps":[0,30,60],"series":[{"name":"score","values":[100.0,null,72.4]},
             {"name":"connections","values":[0.5,0.6,0.87]}]}
            """;

    @Test
    void text_hasNowAndThen() {
        assertThat(String.join("\n", new SheetText(false).lines(sheet()))).isEqualTo("""
                primary: postgres, degraded
                  score                   72.4  72.4 to 100
                  response_seconds    0.000400
                  connections            0.870  0.500 to 0.870  connections in use: 87% (warning 80%)
                  locks                      -  a right is missing?
                  history from memory
                  note: memory holds one hour""");
    }

    @Test
    void terminal_hasTheCourse() {
        assertThat(new SheetText(true).lines(sheet())).contains("  score                   72.4  █ ▁  72.4 to 100");
    }

    @Test
    void missingHistory_isSaid() {
        Sheet sheet = sheet().with(Past.none("there is none"));
        assertThat(new SheetText(true).lines(sheet)).last().isEqualTo("  no history: there is none");
    }

    @Test
    void json_isThatOfTheService_withoutNaN() {
        String json = SheetJson.of(List.of(sheet()), Instant.EPOCH);
        assertThat(json)
                .startsWith("{\"timestamp\":\"1970-01-01T00:00:00Z\",\"targets\":[{\"target\":\"primary\",")
                .contains("\"connections\":{\"value\":0.87,\"points_lost\":6.6,\"cause\":\"", "[100.0,null,72.4]")
                .doesNotContain("NaN");
        assertThat(Sheets.sheet(JsonNode.parse(json).items("targets").get(0), sheet().past()))
                .isEqualTo(sheet());
    }

    @Test
    void sparkline_keepsPeaks() {
        assertThat(Sparkline.of(List.of(0.0, 0.0, 0.0, 9.0, 0.0, 0.0), 3)).isEqualTo("▁█▁");
        assertThat(Sparkline.of(List.of(5.0, 5.0), 40)).isEqualTo("▁▁");
        assertThat(Sparkline.of(List.of(Double.NaN), 40)).isEmpty();
        assertThat(Sparkline.of(List.of(), 40)).isEmpty();
    }

    private static Sheet sheet() {
        return Sheets.sheet(JsonNode.parse(NOW), Sheets.past(JsonNode.parse(HISTORY)));
    }
}
