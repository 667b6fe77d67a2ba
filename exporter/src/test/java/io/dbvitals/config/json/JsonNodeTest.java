package io.dbvitals.config.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JsonNodeTest {
    @Test
    void parse_readsWhatWasWritten() {
        JsonNode node = JsonNode.parse("""
                {"table": {"rows": 12, "filtered": "33.5", "big": 1e3, "on": true, "off": null, "keys": ["a", "b"]},
                 "text": "a \\"quoted\\" \\u00e9\\n", "none": [], "empty": {}}""");
        JsonNode table = node.member("table").orElseThrow();
        assertThat(table.number("rows")).isEqualTo(12);
        assertThat(table.number("filtered")).isEqualTo(33.5);
        assertThat(table.number("big")).isEqualTo(1000);
        assertThat(table.number("on")).isNaN();
        assertThat(table.text("on")).isEqualTo("true");
        assertThat(table.text("off")).isEmpty();
        assertThat(table.member("keys")).isPresent();
        assertThat(node.text("text")).isEqualTo("a \"quoted\" é\n");
    }

    @Test
    void parse_keepsMembersOfTheSameName() {
        JsonNode node = JsonNode.parse("{\"table\": 1, \"table\": 2}");
        assertThat(((JsonNode.Members) node).members()).hasSize(2);
    }

    @Test
    void parse_refusesWhatIsNoJsonWithoutQuotingIt() {
        for (String text : new String[] {"", "{", "[1 2]", "{\"a\" 1}", "secret", "\"\\u12", "1 2", "[".repeat(999)}) {
            assertThatThrownBy(() -> JsonNode.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("no JSON: ")
                    .hasMessageNotContaining("secret");
        }
    }
}
