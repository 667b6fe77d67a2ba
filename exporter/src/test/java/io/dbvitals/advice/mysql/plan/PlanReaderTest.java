package io.dbvitals.advice.mysql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Plans of servers that are not at hand, as they are documented; those of MariaDB are read from a real one elsewhere. */
class PlanReaderTest {
    private static final Set<String> NAMES = Set.of("shop", "id", "customer", "name");

    @Test
    void read_knowsMySql8() {
        MySqlPlan plan = PlanReader.read("""
                {"query_block": {"select_id": 1, "cost_info": {"query_cost": "501.1"},
                  "ordering_operation": {"using_filesort": true,
                   "nested_loop": [
                    {"table": {"table_name": "o", "access_type": "range", "key": "PRIMARY", "used_key_parts": ["id"],
                               "rows_examined_per_scan": 9, "filtered": "100.00"}},
                    {"table": {"table_name": "c", "access_type": "ALL", "rows_examined_per_scan": 5000,
                               "filtered": "10.00", "using_join_buffer": "hash join",
                               "attached_condition": "(`shop`.`c`.`id` = `shop`.`o`.`customer`) and (`shop`.`c`.`name` = 'secret')",
                               "attached_subqueries": [{"dependent": true, "cacheable": false, "query_block": {"select_id": 2,
                                 "table": {"table_name": "d", "access_type": "ALL", "rows_examined_per_scan": 70, "filtered": "10"}}}]}}
                   ]}}}""", NAMES).orElseThrow();
        assertThat(plan.text()).isEqualTo("""
                order
                  o: range by PRIMARY, 9 rows
                  c: ALL, 5000 rows, filter (`shop`.`c`.`id` = `shop`.`o`.`customer`) and (`shop`.`c`.`name` = ?)
                    d: ALL, 70 rows""");
        assertThat(plan.sorts()).isTrue();
        assertThat(plan.innerScan().orElseThrow().table()).isEqualTo("c");
        assertThat(plan.accesses().get(2).dependent()).isTrue();
        assertThat(plan.accesses().get(0).keyParts()).containsExactly("id");
        assertThat(plan.estimatedRows()).isEqualTo(9 + 9 * 5000 + 70);
    }

    @Test
    void read_knowsOlderMariaDb() {
        MySqlPlan plan = PlanReader.read("""
                {"query_block": {"select_id": 1,
                  "table": {"table_name": "o", "access_type": "range", "key": "PRIMARY", "rows": 9, "filtered": 100},
                  "block-nl-join": {"table": {"table_name": "c", "access_type": "ALL", "rows": 5000, "filtered": 100},
                    "buffer_type": "flat", "attached_condition": "c.`id` = o.customer"},
                  "table": {"table_name": "d", "access_type": "eq_ref", "key": "PRIMARY", "rows": 1, "filtered": 100}}}""", NAMES).orElseThrow();
        assertThat(plan.text()).isEqualTo("""
                o: range by PRIMARY, 9 rows
                join with a buffer
                  c: ALL, 5000 rows, filter c.`id` = o.customer
                d: eq_ref by PRIMARY, 1 rows""");
        assertThat(plan.accesses()).extracting(Access::inner).containsExactly(false, true, true);
    }

    @Test
    void hash_changesWithTheShapeOnly() {
        String plan = "{\"query_block\": {\"table\": {\"table_name\": \"o\", \"access_type\": \"%s\", \"rows\": %d}}}";
        String hash = hash(plan.formatted("ALL", 9));
        assertThat(hash).isEqualTo(hash(plan.formatted("ALL", 70)));
        assertThat(hash).isNotEqualTo(hash(plan.formatted("ref", 9)));
    }

    private static String hash(String json) {
        return PlanReader.read(json, NAMES).orElseThrow().hash();
    }

    @Test
    void read_givesNothingForWhatIsNoPlan() {
        assertThat(PlanReader.read("EXPLAIN", NAMES)).isEmpty();
        assertThat(PlanReader.read("{\"query_block\": {\"table\": {\"message\": \"No tables used\"}}}", NAMES))
                .isEmpty();
        assertThat(PlanReader.read("{\"query\": \"secret\", \"operation\": \"Table scan\", \"inputs\": []}", NAMES))
                .isEmpty();
    }
}
