package io.dbvitals.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is left out of a result that is too large or says things twice, and how that is counted. */
class LimitsIT {
    private static OneQuery query;

    @BeforeAll
    static void startServer() {
        query = new OneQuery();
    }

    @AfterAll
    static void stopServer() {
        query.close();
    }

    @Test
    void equalLabels_keepTheFirstRow_andCountTheOthers() throws Exception {
        assertThat(query.page(
                        "SELECT 'a' AS l, v, v AS w FROM generate_series(1, 3) v",
                        "l: {use: label}",
                        "v: {use: gauge}",
                        "w: {use: gauge}"))
                .contains("q_v{l=\"a\"} 1.0\n")
                .doesNotContain(" 2.0");
        assertThat(query.losses()).containsExactly("duplicates 4");
    }

    @Test
    void top_keepsTheLargest_andOfEqualOnesTheFirst() throws Exception {
        String sql = "SELECT * FROM (VALUES ('a', 1), ('b', 5), ('c', NULL), ('d', 5), ('e', 9), ('f', 5)) AS t (l, v)";
        assertThat(limited("top: {by: v, keep: 3}", sql)).isEqualTo("b d e");
        assertThat(query.losses()).containsExactly("limited 3");
        assertThat(limited("top: {by: v, keep: 6}", sql)).isEqualTo("a b d e f");
    }

    @Test
    void rowLimit_keepsTheFirst_butWithTopTheLargest() throws Exception {
        String sql = "SELECT chr(96 + v) AS l, v FROM generate_series(1, 5) v";
        assertThat(limited("rows: 2", sql)).isEqualTo("a b");
        assertThat(query.losses())
                .as("one row more is fetched, to see that there are more")
                .containsExactly("limited 1");
        assertThat(limited("rows: 3, top: {by: v, keep: 2}", sql)).isEqualTo("d e");
    }

    @Test
    void seriesLimit_endsTheResult() throws Exception {
        assertThat(limited("series: 3", "SELECT chr(96 + v) AS l, v FROM generate_series(1, 5) v"))
                .isEqualTo("a b c");
        assertThat(query.losses()).containsExactly("limited 2");
    }

    @Test
    void longLabels_areCut_butNeverInsideACharacter() throws Exception {
        assertThat(limited("label_length: 3", "SELECT 'abcdef' AS l, 1 AS v")).isEqualTo("abc");
        assertThat(limited("label_length: 3", "SELECT 'ab😀cd' AS l, 1 AS v")).isEqualTo("ab");
    }

    /** The values of label l of q_v, in their order on the page. */
    private String limited(String limit, String sql) throws Exception {
        query.losses().clear();
        String page = query.pageWith("limit: {" + limit + "}", sql, "l: {use: label}", "v: {use: gauge}");
        return page.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceAll("[^\"]*\"([^\"]*)\".*", "$1"))
                .collect(Collectors.joining(" "));
    }
}
