package io.dbvitals.vector.statements;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TotalsTest {
    private static final Search COSINE = new Search("app", "public", "items", "<=>");
    private static final Search L2 = new Search("app", "public", "items", "<->");

    private final Totals totals = new Totals();

    @Test
    void firstReading_countsAsItIs_andLaterOnesTheirGrowth() {
        add(counted("1", COSINE, "a", 100));
        assertThat(calls()).containsExactly(100.0);
        add(counted("1", COSINE, "a", 100));
        assertThat(calls()).containsExactly(100.0);
        add(counted("1", COSINE, "a", 130), counted("2", COSINE, "a", 5));
        assertThat(calls()).containsExactly(135.0);
    }

    @Test
    void everyFigure_isSummed() {
        totals.add(List.of(new Counted("1", COSINE, "a", new Figures(1, 2, 3, 4, 5))));
        totals.add(List.of(new Counted("1", COSINE, "a", new Figures(2, 4, 6, 8, 10))));
        totals.add(List.of(new Counted("1", COSINE, "a", new Figures(3, 4, 6, 8, 11))));
        assertThat(totals.all()).containsExactly(Map.entry(COSINE, new Figures(3, 4, 6, 8, 11)));
    }

    @Test
    void evictedStatement_keepsItsPart_andReturnsFromZero() {
        add(counted("1", COSINE, "a", 100), counted("2", COSINE, "a", 10));
        add(counted("2", COSINE, "a", 11));
        assertThat(calls()).containsExactly(111.0);
        add(counted("1", COSINE, "a", 150), counted("2", COSINE, "a", 11));
        assertThat(calls()).as("150 new calls since it returned").containsExactly(261.0);
    }

    @Test
    void reset_isSeenByAnyFigureThatFell_orByAnotherBeginning() {
        totals.add(List.of(new Counted("1", COSINE, "", new Figures(10, 5, 100, 50, 0))));
        totals.add(List.of(new Counted("1", COSINE, "", new Figures(12, 1, 120, 60, 0))));
        assertThat(totals.all()).containsExactly(Map.entry(COSINE, new Figures(22, 6, 220, 110, 0)));
        add(counted("3", L2, "a", 5));
        add(counted("3", L2, "b", 7));
        assertThat(calls()).as("the first is of the other search").containsExactly(12.0, 22.0);
    }

    @Test
    void statementOfTwoTables_countsForBoth() {
        add(counted("1", COSINE, "a", 1), counted("1", L2, "a", 1));
        add(counted("1", COSINE, "a", 4), counted("1", L2, "a", 4));
        assertThat(calls()).containsExactly(4.0, 4.0);
    }

    @Test
    void expectedSearch_isZeroUntilItIsMade() {
        totals.expect(COSINE);
        assertThat(calls()).containsExactly(0.0);
        add(counted("1", COSINE, "a", 3));
        totals.expect(COSINE);
        assertThat(calls()).containsExactly(3.0);
    }

    @Test
    void unwanted_isForgotten() {
        add(counted("1", COSINE, "a", 3), counted("1", L2, "a", 2));
        totals.keep(L2::equals);
        assertThat(calls()).containsExactly(2.0);
    }

    private void add(Counted... reading) {
        totals.add(List.of(reading));
    }

    private List<Double> calls() {
        return totals.all().stream().map(each -> each.getValue().calls()).toList();
    }

    private static Counted counted(String statement, Search search, String since, double calls) {
        return new Counted(statement, search, since, new Figures(calls, calls / 1000, calls * 10, calls * 400, 0));
    }
}
