package io.dbvitals.redis.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairsTest {
    @Test
    void values_areFoundByNameAndNotByPlace() {
        Pairs pairs = Pairs.parse("calls=9,usec_per_call=1.50,usec=13", ',');
        assertThat(pairs.number("usec")).isEqualTo(13);
        assertThat(pairs.number("usec_per_call")).isEqualTo(1.5);
        assertThat(pairs.number("calls")).isEqualTo(9);
        assertThat(pairs.number("sec")).isNaN();
        assertThat(pairs.has("failed_calls")).isFalse();
        assertThat(pairs.text("failed_calls")).isEmpty();
    }

    @Test
    void separatorsWithinBrackets_separateNothing() {
        Pairs module = Pairs.parse("name=search,usedby=[a,b=c],using=[],options=[x|y]", ',');
        assertThat(module.text("usedby")).isEqualTo("[a,b=c]");
        assertThat(module.text("using")).isEqualTo("[]");
        assertThat(module.text("options")).isEqualTo("[x|y]");
        List<String> names = new ArrayList<>();
        module.forEach((name, value) -> names.add(name));
        assertThat(names).containsExactly("name", "usedby", "using", "options");
    }

    @Test
    void emptyAndOddTexts_haveNoPairs() {
        assertThat(Pairs.parse("", ',').has("a")).isFalse();
        Pairs odd = Pairs.parse("a,=b,c=", ',');
        assertThat(odd.has("a")).isFalse();
        assertThat(odd.has("c")).isTrue();
        assertThat(odd.number("c")).isNaN();
    }
}
