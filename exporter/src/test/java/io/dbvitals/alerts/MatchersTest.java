package io.dbvitals.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is meant by matchers, and which are refused. */
class MatchersTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            alertname=PgBlocked        | alertname="PgBlocked"
            alertname = "Pg Blocked"   | alertname="Pg Blocked"
            job!=etl                   | job!="etl"
            job=~"a.b"                 | job=~"a.b"
            job!~a.*                   | job!~"a.*"
            path="C:\\\\x \\"y\\""     | path="C:\\\\x \\"y\\""
            expr=a=b                   | expr="a=b"
            """)
    void written_isReadAndWrittenAgain(String text, String canonical) throws AlertingException {
        assertThat(Matcher.parse(text)).hasToString(canonical);
        assertThat(Matcher.parse(canonical)).isEqualTo(Matcher.parse(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            alertname        | a matcher must be name=value, name!=value, name=~regex or name!~regex, not "alertname"
            1a=b             | a matcher must be name=value
            a=~(             | "(" is no regular expression: Unclosed group
            a="b             | the value "b lacks a quotation mark at its end
            """)
    void mistake_isNamed(String text, String message) {
        assertThatThrownBy(() -> Matcher.parse(text))
                .isInstanceOf(AlertingException.class)
                .hasMessageContaining(message);
    }

    @Test
    void labels_areMatchedAsAWhole_andAbsentOnesAreEmpty() throws AlertingException {
        Map<String, String> labels = Map.of("alertname", "PgBlocked", "job", "etl");
        assertThat(Matchers.parse(List.of("alertname=~Pg.*", "job!=x", "zone=")).matches(labels))
                .isTrue();
        assertThat(Matcher.parse("alertname=~Pg").matches(labels)).isFalse();
        assertThat(Matcher.parse("zone!=\"\"").matches(labels)).isFalse();
        assertThat(Matcher.parse("job=~[[:alpha:]]+").matches(labels)).isTrue();
        assertThat(Matchers.exactly(labels)).hasToString("{alertname=\"PgBlocked\",job=\"etl\"}");
    }

    @Test
    void expressionThatLooksForHours_isGivenUp() {
        Matcher slow = new Matcher("a", "(x+x+)+y", true, true);
        assertThat(slow.matches(Map.of("a", "x".repeat(60)))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alertname=~.*",
                "alertname=~.+",
                "alertname=~\"\"",
                "x!=y",
                "x=",
                "a!~b",
                "alertname=~.*|x",
                "alertname=~(.*)",
                "alertname=~[A-Z].*",
                "job=~[a-z]+",
                "alertname=~[^x]*",
                "alertname=~x|",
                "alertname=~[[:alpha:]]+",
                "a=~(?s).*",
                "severity=~\\w+",
                "a=~[0-9]*"
            })
    void everything_isRefused(String matcher) throws AlertingException {
        Matchers matchers = Matchers.parse(List.of(matcher));
        assertThatThrownBy(matchers::narrow)
                .isInstanceOf(AlertingException.class)
                .hasMessageContaining("these matchers match everything: {")
                .hasMessageEndingWith("as in alertname=\"PgBlocked\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alertname=PgBlocked",
                "alertname=~Pg.*",
                "instance=~10[.]0[.]0[.]\\d+:9100",
                "severity=~warning|info"
            })
    void someThing_isTaken(String matcher) throws AlertingException {
        Matchers matchers = Matchers.parse(List.of(matcher, "x!=y"));
        assertThatCode(matchers::narrow).doesNotThrowAnyException();
    }

    @Test
    void suppression_isBounded() throws AlertingException {
        Matchers some = Matchers.parse(List.of("a=b"));
        assertThat(Suppression.of(some, Duration.ofDays(7), " why ", "me").comment())
                .isEqualTo("why");
        assertThatThrownBy(() -> Suppression.of(some, Duration.ofDays(8), "why", "me"))
                .hasMessage("a suppression must last from 1s to 7d, not 8d");
        assertThatThrownBy(() -> Suppression.of(some, Duration.ZERO, "why", "me"))
                .hasMessageStartingWith("a suppression must last from 1s to 7d");
        assertThatThrownBy(() -> Suppression.of(some, Duration.ofHours(1), " ", "me"))
                .hasMessageStartingWith("a suppression needs a comment that says why");
        assertThatThrownBy(() -> Suppression.of(some, Duration.ofHours(1), "ACK! me", "me"))
                .hasMessageStartingWith("a comment that begins with ACK! is for acknowledgements");
        assertThatThrownBy(() -> Suppression.of(new Matchers(List.of()), Duration.ofHours(1), "why", "me"))
                .hasMessageStartingWith("a suppression needs at least one matcher");
        assertThatThrownBy(() -> Matchers.parse(Collections.nCopies(51, "a=b")))
                .hasMessage("there are 51 matchers; at most 50 are taken");
    }

    @Test
    void runbook_isALinkOfTheWeb() {
        assertThat(alert("https://runbooks/PgBlocked").runbook()).contains("https://runbooks/PgBlocked");
        assertThat(alert("javascript:alert(1)").runbook()).isEmpty();
    }

    private static Alert alert(String runbook) {
        return new Alert(
                "f",
                Map.of(),
                Map.of("runbook_url", runbook),
                Instant.EPOCH,
                Instant.EPOCH,
                Alert.State.ACTIVE,
                List.of(),
                List.of(),
                List.of(),
                "");
    }
}
