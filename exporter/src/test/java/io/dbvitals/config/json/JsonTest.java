package io.dbvitals.config.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
    @Test
    void values_areWrittenByTheirType() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("text", "a");
        map.put("whole", 12L);
        map.put("fraction", 0.5);
        map.put("infinite", Double.POSITIVE_INFINITY);
        map.put("nan", Double.NaN);
        map.put("truth", true);
        map.put("none", Optional.empty());
        map.put("nothing", null);
        map.put("some", Optional.of(7));
        map.put("moment", Instant.EPOCH);
        map.put("list", List.of(1, List.of(), Map.of()));

        assertThat(Json.write(map))
                .isEqualTo("{\"text\":\"a\",\"whole\":12,\"fraction\":0.5,\"infinite\":null,\"nan\":null,"
                        + "\"truth\":true,\"none\":null,\"nothing\":null,\"some\":7,\"moment\":\"1970-01-01T00:00:00Z\","
                        + "\"list\":[1,[],{}]}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"a\"b, a\\\"b", "a\\b, a\\\\b", "<b>, \\u003cb>", "é€𝄞, é€𝄞", "a/b, a/b"})
    void text_isEscaped(String text, String expected) {
        assertThat(Json.write(text)).isEqualTo("\"" + expected + "\"");
    }

    @Test
    void controlCharactersAndLoneSurrogates_areEscaped() {
        assertThat(Json.write("\n\r\t\b\u0000\u007f")).isEqualTo("\"\\n\\r\\t\\u0008\\u0000\\u007f\"");
        assertThat(Json.write("a\ud834")).isEqualTo("\"a\\ud834\"");
        assertThat(Json.write("\udd1ea")).isEqualTo("\"\\udd1ea\"");
        assertThat(Json.write("\ud834\ud834\udd1e")).isEqualTo("\"\\ud834\ud834\udd1e\"");
    }
}
