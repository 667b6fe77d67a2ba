package io.dbvitals.config.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonValueTest {
    @Test
    void text_isReadAsItWasWritten() {
        JsonValue value = JsonValue.parse("""
                        [{"Plan": {"Node Type": "Seq Scan", "Rows": 1.5e3, "Filter": "(a = \\"\\u00e9\\\\n\\n\\")",
                          "Parallel": false, "none": null, "Keys": ["a", "b"], "empty": {}, "nothing": [] }}]
                        """).orElseThrow();

        JsonValue plan = value.items().get(0).at("Plan");

        assertThat(plan.at("Node Type").text()).isEqualTo("Seq Scan");
        assertThat(plan.at("Rows").number()).isEqualTo(1500);
        assertThat(plan.at("Filter").text()).isEqualTo("(a = \"é\\n\n\")");
        assertThat(plan.at("Parallel").text()).isEqualTo("false");
        assertThat(plan.at("none").text()).isEmpty();
        assertThat(plan.at("Keys").items()).extracting(JsonValue::text).containsExactly("a", "b");
        assertThat(plan.at("absent").at("further").items()).isEmpty();
        assertThat(plan.has("none")).isTrue();
        assertThat(plan.has("absent")).isFalse();
    }

    @Test
    void brokenText_isNoJson() {
        assertThat(List.of(
                        "", "{", "{\"a\"}", "[1,", "[1] 2", "nope", "\"open", "{\"a\":\"\\u12\"}", "[".repeat(100_000)))
                .allSatisfy(text -> assertThat(JsonValue.parse(text)).isEmpty());
    }
}
