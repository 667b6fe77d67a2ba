package io.dbvitals.advice.postgres.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Conditions as {@code EXPLAIN (VERBOSE)} writes them. */
class TermTest {
    @Test
    void columns_areFoundAsTheyAre() {
        assertThat(Term.of("((orders.st > $2) AND (orders.\"Customer\" = $1) AND (orders.kind = ANY ($3)))"))
                .containsExactly(
                        new Term("orders", "st", "", "", "orders.st", "<"),
                        new Term("orders", "Customer", "", "", "orders.\"Customer\"", "="),
                        new Term("orders", "kind", "", "", "orders.kind", "="));
    }

    @Test
    void expressions_areToldFromColumns() {
        assertThat(Term.of("(lower(c.name) = 'x'::text)"))
                .containsExactly(new Term("c", "name", "lower", "", "lower(c.name)", "="));
        assertThat(Term.of("((c.name)::text = $1)"))
                .containsExactly(new Term("c", "name", "::", "text", "(c.name)::text", "="));
        assertThat(Term.of("((o.at)::date >= $1)"))
                .containsExactly(new Term("o", "at", "::", "date", "(o.at)::date", "<"));
        assertThat(Term.of("((o.id % 7) = $1)")).containsExactly(new Term("o", "id", "+", "", "(o.id % 7)", "="));
    }

    @Test
    void join_hasTwoSides() {
        assertThat(Term.of("(o.customer = c.id)"))
                .containsExactly(
                        new Term("o", "customer", "", "", "o.customer", "="), new Term("c", "id", "", "", "c.id", "="));
    }

    @Test
    void otherForms_areLeftOut() {
        assertThat(Term.of("((a.x = $1) OR (a.y = $2))")).isEmpty();
        assertThat(Term.of("(a.x IS NULL)")).isEmpty();
        assertThat(Term.of("(NOT a.done)")).isEmpty();
        assertThat(Term.of("")).isEmpty();
    }
}
