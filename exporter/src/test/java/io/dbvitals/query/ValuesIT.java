package io.dbvitals.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a value of each type, and NULL, becomes: from the rows of a real server to the page. */
class ValuesIT {
    private static OneQuery query;

    @BeforeAll
    static void startServer() {
        query = new OneQuery();
    }

    @AfterAll
    static void stopServer() {
        query.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            7::int2                                     | 7.0
            -7::int8                                    | -7.0
            9007199254740991::int8                      | 9.007199254740991E15
            0.25::float4                                | 0.25
            'NaN'::float8                               | NaN
            '-Infinity'::float8                         | -Inf
            12.5::numeric                               | 12.5
            'NaN'::numeric                              | NaN
            'Infinity'::numeric                         | +Inf
            '-Infinity'::numeric                        | -Inf
            true                                        | 1.0
            false                                       | 0.0
            B'1'::bit(1)                                | 1.0
            26::oid                                     | 26.0
            '731'::xid                                  | 731.0
            '4294967296'::xid8                          | 4.294967296E9
            timestamptz '2026-11-21 00:00:00.5+00'      | 1.7952192005E9
            timestamptz '2026-11-21 01:00:00+01'        | 1.7952192E9
            timestamp '2026-11-21 00:00:00'             | 1.7952192E9
            timestamptz 'infinity'                      | +Inf
            timestamptz '-infinity'                     | -Inf
            timestamp 'infinity'                        | +Inf
            timestamp '-infinity'                       | -Inf
            date '2026-11-21'                           | 1.7952192E9
            date 'infinity'                             | +Inf
            date '-infinity'                            | -Inf
            interval '1 day 02:03:04.5'                 | 93784.5
            interval '1 year 1 month'                   | 3.41496E7
            interval '-90 seconds'                      | -90.0
            interval 'infinity'                         | +Inf
            interval '-infinity'                        | -Inf
            ' 42 '                                      | 42.0
            '1e3'                                       | 1000.0
            '.5'                                        | 0.5
            '+Inf'                                      | +Inf
            'nan'                                       | NaN
            """)
    void types_becomeNumbers(String expression, String number) throws Exception {
        assertThat(query.page("SELECT " + expression + " AS v", "v: {use: gauge}"))
                .endsWith("\nq_v " + number + "\n");
    }

    @Test
    void lenientQueries_cutTimesAndLeaveOutWhatIsNoNumber() throws Exception {
        assertThat(query.pageWith(
                        "lenient: true",
                        "SELECT timestamptz '2026-11-21 00:00:00.5+00' AS t, 'abc' AS v",
                        "t: {use: gauge}",
                        "v: {use: gauge}"))
                .isEqualTo("""
                        # HELP q_t Help
                        # TYPE q_t gauge
                        q_t 1.7952192E9
                        """);
    }

    @Test
    void intervals_countAsPostgresItselfCountsThem() throws Exception {
        assertThat(query.page("SELECT extract(epoch FROM interval '1 year 1 month')::float8 AS v", "v: {use: gauge}"))
                .as("an interval counts as PostgreSQL itself counts it")
                .endsWith("\nq_v 3.41496E7\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'abc'::text     | column v holds a text that is no number
            '1d'::text      | column v holds a text that is no number
            '0x10'::text    | column v holds a text that is no number
            ''::text        | column v holds a text that is no number
            ARRAY[1]        | column v is an array, not a number
            """)
    void otherTexts_areBadData(String expression, String message) {
        query.assertBadData("SELECT " + expression + " AS v", "v: {use: gauge}", message);
    }

    @Test
    void labels_areTexts() throws Exception {
        assertThat(query.page(
                        """
                        SELECT true AS b, 5 AS i, NULL::text AS n, timestamptz '2026-11-21 00:00:00+00' AS t, E'a"b\\\\c\\nd' AS x, 1 AS v""",
                        "b: {use: label}",
                        "i: {use: label, name: number}",
                        "n: {use: label}",
                        "t: {use: label}",
                        "x: {use: label}",
                        "v: {use: gauge, help: What it is.}"))
                .isEqualTo("""
                        # HELP q_v What it is.
                        # TYPE q_v gauge
                        q_v{b="true",n="",number="5",t="1795219200",x="a\\"b\\\\c\\nd"} 1.0
                        """);
    }

    @Test
    void nulls_areWhatTheColumnSays() throws Exception {
        assertThat(query.page(
                        "SELECT NULL::int AS a, NULL::int AS b, NULL::int AS c",
                        "a: {use: gauge}",
                        "b: {use: gauge, on_null: nan}",
                        "c: {use: gauge, on_null: 3, scale: 2}"))
                .isEqualTo("""
                        # HELP q_b Help
                        # TYPE q_b gauge
                        q_b NaN
                        # HELP q_c Help
                        # TYPE q_c gauge
                        q_c 6.0
                        """);
    }

    @Test
    void mapped_textsAreNumbers_othersGiveNoSample() throws Exception {
        assertThat(query.page(
                        "SELECT * FROM (VALUES ('a', 'on'), ('b', 'off'), ('c', 'odd'), ('d', NULL)) AS t (l, v)",
                        "l: {use: label}",
                        "v: {use: map, map: {\"on\": 1, \"off\": 0}, on_null: -1}"))
                .isEqualTo("""
                        # HELP q_v Help
                        # TYPE q_v gauge
                        q_v{l="a"} 1.0
                        q_v{l="b"} 0.0
                        q_v{l="d"} -1.0
                        """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            interval '90 seconds'  | 90.0
            '1h2m3s'::text         | 3723.0
            '300ms'::text          | 0.3
            '-1s'::text            | -1.0
            1500::int8             | 1.5
            """)
    void durations_areSeconds(String expression, String seconds) throws Exception {
        assertThat(query.page("SELECT " + expression + " AS v", "v: {use: duration}"))
                .endsWith("\nq_v " + seconds + "\n");
    }

    @Test
    void duration_thatIsNone_isBadData() {
        query.assertBadData(
                "SELECT 'soon'::text AS v", "v: {use: duration}", "column v holds a text that is no duration");
    }
}
