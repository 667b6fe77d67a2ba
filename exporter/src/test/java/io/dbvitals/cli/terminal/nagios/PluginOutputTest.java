package io.dbvitals.cli.terminal.nagios;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.cli.terminal.nagios.Performance.Unit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginOutputTest {
    @Test
    void line_isAsMonitoringSystemsReadIt() {
        Performance longest = new Performance(
                "db max", 12.3, Unit.SECONDS, Range.parse("10"), Range.parse("60"), Optional.of(0.0), Optional.empty());
        assertThat(new PluginOutput(
                                "postgres_longest_query",
                                Level.WARNING,
                                "db: 12.3 s",
                                List.of(longest),
                                List.of("pid 7"))
                        .render())
                .isEqualTo("POSTGRES_LONGEST_QUERY WARNING: db: 12.3 s | 'db max'=12.3s;10;60;0\npid 7");
        assertThat(PluginOutput.unknown("x", "").render()).isEqualTo("X UNKNOWN");
    }

    /** A database, an application or a message can be called anything. */
    @Test
    void textOfServers_cannotForgeALineOrPerformanceData() {
        String evil = "a|b\r\nOK: fine\u001b[2J\u0000\t|c=1";
        String rendered = new PluginOutput(
                        evil, Level.CRITICAL, evil, List.of(Performance.of(evil, 1, Unit.NONE)), List.of(evil, evil))
                .render();
        assertThat(rendered.lines()).hasSize(3);
        assertThat(rendered.chars().filter(c -> c == '|')).hasSize(1);
        assertThat(rendered.replace("\n", "").chars().noneMatch(Character::isISOControl))
                .isTrue();
        assertThat(rendered).contains(" CRITICAL: a/b OK: fine?[2J? /c=1 | 'a/b OK: fine?[2J? /c=1'=1");
    }

    @Test
    void whatIsNoNumber_isDropped() {
        assertThat(new PluginOutput(
                                "s",
                                Level.OK,
                                "t",
                                List.of(
                                        Performance.of("a", Double.NaN, Unit.NONE),
                                        Performance.of("b", Double.POSITIVE_INFINITY, Unit.NONE),
                                        Performance.of(" ", 1, Unit.NONE)),
                                List.of())
                        .render())
                .isEqualTo("S OK: t");
        Performance bounds = new Performance(
                "a", 1, Unit.NONE, Optional.empty(), Optional.empty(), Optional.of(Double.NaN), Optional.of(1 / 0.0));
        assertThat(bounds).hasToString("a=1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            size            ; size=1
            two words       ; 'two words'=1
            a=b             ; 'a=b'=1
            it's            ; 'it''s'=1
            """)
    void labels_areQuotedWhereTheyMust(String label, String rendered) {
        assertThat(Performance.of(label, 1, Unit.NONE)).hasToString(rendered);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            1e20,      100000000000000000000
            -0.000001, -0.000001
            1e-12,     0
            -0.0,      0
            1234.5600, 1234.56
            """)
    void numbers_haveDigitsPointAndMinusOnly(double value, String written) {
        assertThat(Performance.of("a", value, Unit.COUNTER)).hasToString("a=" + written + "c");
    }

    @Test
    void units_areThoseOfTheGuidelines_andFourOfThemStrictly() {
        Performance megabytes = new Performance(
                "a", 2, Unit.MEGABYTES, Range.parse("1"), Range.parse("3:"), Optional.of(0.0), Optional.of(4.0));
        assertThat(megabytes).hasToString("a=2MB;1;3:;0;4");
        assertThat(megabytes.strict()).hasToString("a=2097152B;1048576;3145728:;0;4194304");
        assertThat(Performance.of("a", 5, Unit.MILLIS).strict()).hasToString("a=0.005s");
        assertThat(Performance.of("a", 5, Unit.MICROS)).hasToString("a=5us");
        assertThat(Performance.of("a", 5, Unit.PERCENT).strict()).hasToString("a=5%");
    }

    @Test
    void labelsThatBeginAlike_differInTheirFirst19Characters() {
        List<Performance> all = List.of(
                Performance.of("application_database_one", 1, Unit.NONE),
                Performance.of("short", 1, Unit.NONE),
                Performance.of("application_database_two", 1, Unit.NONE),
                Performance.of("application_database_two", 2, Unit.NONE));
        List<Performance> apart = Labels.apart(all);
        assertThat(apart).extracting(Performance::label).contains("short");
        assertBeginningsDiffer(apart);
        // Graphs go on: the mark does not depend on which others there are.
        assertThat(Labels.apart(List.of(all.get(2), all.get(0))).get(1)).isEqualTo(apart.get(0));
    }

    @Test
    void anyLabels_areWrittenApart() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            List<Performance> all = random.ints(40, 0, 60)
                    .mapToObj(i -> Performance.of("a=' b".repeat(i % 7) + i / 7, i, Unit.NONE))
                    .toList();
            assertBeginningsDiffer(Labels.apart(all));
        }
    }

    private static void assertBeginningsDiffer(List<Performance> all) {
        Set<String> beginnings = new HashSet<>();
        for (Performance each : all) {
            assertThat(beginnings.add(
                            each.label().substring(0, Math.min(19, each.label().length()))))
                    .as(each.label())
                    .isTrue();
        }
    }
}
