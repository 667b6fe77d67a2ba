package io.dbvitals.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void options_have_values_and_flags_none() throws DemoException {
        Arguments arguments = Arguments.of(List.of("--port", "12", "--once", "--folder", "/x"), Set.of("--once"));

        assertThat(arguments.number("--port", 1)).isEqualTo(12);
        assertThat(arguments.has("--once")).isTrue();
        assertThat(arguments.path("--folder")).hasToString("/x");
        assertThat(arguments.number("--scrapes", 200)).isEqualTo(200);
    }

    @Test
    void a_missing_value_is_named() {
        assertThatThrownBy(() -> Arguments.of(List.of("--port"), Set.of())).hasMessage("--port needs a value");
    }

    @Test
    void a_missing_option_is_named() throws DemoException {
        Arguments arguments = Arguments.of(List.of(), Set.of());

        assertThatThrownBy(() -> arguments.text("--folder")).hasMessage("--folder is missing");
    }

    @Test
    void what_is_no_number_is_refused() throws DemoException {
        Arguments arguments = Arguments.of(List.of("--port", "many"), Set.of());

        assertThatThrownBy(() -> arguments.number("--port", 1))
                .hasMessageStartingWith("--port must be a number, not \"many\"");
    }
}
