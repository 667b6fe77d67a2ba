package io.dbvitals.config.select;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            app*        | app_1     | true
            app*        | my_app    | false
            app?        | app1      | true
            app?        | app       | false
            app[1-3]    | app2      | true
            app[1-3]    | app4      | false
            app[!1-3]   | app4      | true
            app[!1-3]   | app2      | false
            a.b         | axb       | false
            a+b(c)      | a+b(c)    | true
            app[        | app[      | true
            app[]       | app[]     | true
            a\\b        | a\\b      | true
            *           | ''        | true
            """)
    void glob_matchesWholeNames(String glob, String name, boolean matches) {
        assertThat(Globs.matches(glob, name)).isEqualTo(matches);
    }

    @Test
    void any_isFalseWithoutGlobs() {
        assertThat(Globs.any(List.of(), "app")).isFalse();
        assertThat(Globs.any(List.of("x", "a*"), "app")).isTrue();
    }
}
