package io.dbvitals.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What each use of a column puts on the page, from the rows of a real server. */
class UsesIT {
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
    void everyUseOfANumber_hasItsType() throws Exception {
        assertThat(query.page(
                        "SELECT 2 AS g, 3 AS c, 4 AS f, 5 AS u, 6 AS d, 1500 AS ms",
                        "g: {use: gauge, aliases: [old_g]}",
                        "c: {use: counter, name: c_total}",
                        "f: {use: counter}",
                        "u: {use: untyped}",
                        "d: {use: discard}",
                        "ms: {use: gauge, name: wait_seconds, scale: 0.001, unit: seconds}"))
                .isEqualTo("""
                        # HELP q_c_total Help
                        # TYPE q_c_total counter
                        q_c_total 3.0
                        # HELP q_f Help
                        # TYPE q_f untyped
                        q_f 4.0
                        # HELP q_g Help
                        # TYPE q_g gauge
                        q_g 2.0
                        # HELP q_old_g Help
                        # TYPE q_old_g gauge
                        q_old_g 2.0
                        # HELP q_u Help
                        # TYPE q_u untyped
                        q_u 5.0
                        # HELP q_wait_seconds Help
                        # TYPE q_wait_seconds gauge
                        q_wait_seconds 1.5
                        """);
    }

    @Test
    void labelThatIsNull_isEmpty_orOmittedWhereTheFileSaysSo() throws Exception {
        assertThat(query.page(
                        "SELECT * FROM (VALUES ('t1', 'a', '', 1, NULL), ('t1', NULL, NULL, NULL, 2)) AS t (k, l, m, v, w)",
                        "k: {use: label}",
                        "l: {use: label, on_null: omit}",
                        "m: {use: label}",
                        "v: {use: gauge}",
                        "w: {use: gauge}"))
                .contains("q_v{k=\"t1\",l=\"a\",m=\"\"} 1.0\n", "q_w{k=\"t1\",m=\"\"} 2.0\n");
    }

    @Test
    void counterBelowZero_isUntyped_asTheFormatsAllowNone() throws Exception {
        assertThat(query.page("SELECT -1 AS v", "v: {use: counter, name: v_total}"))
                .isEqualTo("""
                # HELP q_v_total Help
                # TYPE q_v_total untyped
                q_v_total -1.0
                """);
    }

    @Test
    void info_collectsColumnsOfOneName() throws Exception {
        assertThat(query.page(
                        "SELECT 'x' AS l, '17' AS version, 'b' AS build",
                        "l: {use: label}",
                        "version: {use: info, name: build_info}",
                        "build: {use: info, name: build_info, label: number}"))
                .isEqualTo("""
                        # HELP q_build_info Help
                        # TYPE q_build_info gauge
                        q_build_info{l="x",number="b",version="17"} 1
                        """);
    }

    @Test
    void stateset_hasASeriesForEachState() throws Exception {
        String column = "v: {use: stateset, states: [up, down]}";
        assertThat(query.page("SELECT 'up' AS v", column)).isEqualTo("""
                # HELP q_v Help
                # TYPE q_v gauge
                q_v{q_v="down"} 0
                q_v{q_v="up"} 1
                """);
        assertThat(query.page("SELECT NULL::text AS v", column)).isEmpty();
        query.assertBadData("SELECT 'sideways' AS v", column, "column v holds a state that is not one of [up, down]");
    }

    @Test
    void histogramFromRows_countsThemByLabels() throws Exception {
        assertThat(query.page(
                        "SELECT * FROM (VALUES ('a', 0.5), ('a', 3), ('a', NULL), ('b', 9)) AS t (l, v)",
                        "l: {use: label}",
                        "v: {use: histogram, from: rows, buckets: [1, 5], temporality: cumulative}"))
                .isEqualTo("""
                        # HELP q_v Help
                        # TYPE q_v histogram
                        q_v_bucket{l="a",le="1.0"} 1
                        q_v_bucket{l="a",le="5.0"} 2
                        q_v_bucket{l="a",le="+Inf"} 2
                        q_v_count{l="a"} 2
                        q_v_sum{l="a"} 3.5
                        q_v_bucket{l="b",le="1.0"} 0
                        q_v_bucket{l="b",le="5.0"} 0
                        q_v_bucket{l="b",le="+Inf"} 1
                        q_v_count{l="b"} 1
                        q_v_sum{l="b"} 9.0
                        """);
        query.assertBadData(
                "SELECT 'Infinity'::float8 AS v",
                "v: {use: histogram, from: rows, buckets: [1]}",
                "q_v cannot count a value that is not finite");
    }

    @Test
    void histogramAsGauges_isThreeFamilies() throws Exception {
        assertThat(query.page(
                        "SELECT 2 AS v", "v: {use: histogram, from: rows, buckets: [1, 2000000], as_gauges: true}"))
                .isEqualTo("""
                        # HELP q_v_bucket Help
                        # TYPE q_v_bucket gauge
                        q_v_bucket{le="+Inf"} 1.0
                        q_v_bucket{le="1"} 0.0
                        q_v_bucket{le="2e+06"} 1.0
                        # HELP q_v_count Help
                        # TYPE q_v_count gauge
                        q_v_count 1.0
                        # HELP q_v_sum Help
                        # TYPE q_v_sum gauge
                        q_v_sum 2.0
                        """);
    }

    @Test
    void histogramFromArrays_isTakenAsCounted() throws Exception {
        String column = "v: {use: histogram, from: arrays}";
        assertThat(query.page("SELECT ARRAY[0.1, 1] AS v, ARRAY[2, 5] AS v_bucket, 7.5 AS v_sum, 6 AS v_count", column))
                .isEqualTo("""
                        # HELP q_v Help
                        # TYPE q_v histogram
                        q_v_bucket{le="0.1"} 2
                        q_v_bucket{le="1.0"} 5
                        q_v_bucket{le="+Inf"} 6
                        q_v_count 6
                        q_v_sum 7.5
                        """);
        query.assertBadData(
                "SELECT ARRAY[0.1, 1] AS v, ARRAY[5, 2] AS v_bucket, 7.5 AS v_sum, 6 AS v_count",
                column,
                "q_v needs cumulative counts: 2 up to 1.0 come after 5");
        query.assertBadData("SELECT ARRAY[1] AS v, 7.5 AS v_sum, 6 AS v_count", column, "the result lacks one of");
    }

    @Test
    void columnThatIsNotNamed_isBadData() {
        query.assertBadData(
                "SELECT 1 AS v, 2 AS w",
                "v: {use: gauge}",
                "the result has the column w, which the file does not describe; add it, or use: discard");
    }

    @Test
    void columnThatIsMissing_isBadData_unlessOptional() throws Exception {
        query.assertBadData(
                "SELECT 1 AS v", "v: {use: gauge}\n      w: {use: gauge}", "the result lacks the column w; it has [v]");
        assertThat(query.page("SELECT 1 AS v", "v: {use: gauge}", "w: {use: gauge, optional: true}"))
                .endsWith("\nq_v 1.0\n");
    }
}
