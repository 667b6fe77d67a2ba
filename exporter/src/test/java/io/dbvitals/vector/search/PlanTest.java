package io.dbvitals.vector.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void indexScan_belowLimit() {
        Plan plan = plan("items_hnsw", """
                Limit (actual rows=10 loops=1)
                  Buffers: shared hit=401 read=12
                  ->  Index Scan using items_hnsw on items (actual rows=10 loops=1)
                        Order By: (embedding <-> '[1,2]'::vector)
                        Buffers: shared hit=401 read=12
                Planning:
                  Buffers: shared hit=77
                Planning Time: 0.210 ms
                Execution Time: 1.250 ms""");
        assertThat(plan).isEqualTo(new Plan(true, 413, 1.25));
    }

    @Test
    void sequentialScan_isNoUseOfTheIndex() {
        Plan plan = plan("items_hnsw", """
                Limit (actual rows=10 loops=1)
                  Buffers: shared read=3572
                  ->  Sort (actual rows=10 loops=1)
                        Sort Key: ((embedding <-> '[1,2]'::vector))
                        ->  Seq Scan on items (actual rows=20000 loops=1)
                              Filter: (note = 'Index Scan using items_hnsw on items'::text)
                Execution Time: 25 ms""");
        assertThat(plan).isEqualTo(new Plan(false, 3572, 25));
    }

    @Test
    void otherIndex_isNoUseOfThisOne() {
        assertThat(plan("items", "Index Scan using items_hnsw on items").indexUsed())
                .isFalse();
        assertThat(plan("items_hnsw", "Index Scan using items_hnsw2 on items").indexUsed())
                .isFalse();
    }

    @Test
    void partitions_underMergeAppend() {
        Plan plan = plan("p2_e_idx", """
                Limit
                  ->  Merge Append
                        Sort Key: ((p.e <-> '[1]'::vector))
                        ->  Index Scan using p1_e_idx on p1 p_1
                              Order By: (e <-> '[1]'::vector)
                        ->  Index Scan using p2_e_idx on p2 p_2
                              Order By: (e <-> '[1]'::vector)""");
        assertThat(plan.indexUsed()).isTrue();
        assertThat(plan.blocks()).isZero();
        assertThat(plan.serverMillis()).isNaN();
    }

    @Test
    void nodesOfManyKinds() {
        assertThat(plan("at", "  ->  Index Only Scan Backward using at on places")
                        .indexUsed())
                .isTrue();
        assertThat(plan("at", "  ->  Parallel Index Scan using at on places").indexUsed())
                .isTrue();
        assertThat(plan("at", "        ->  Bitmap Index Scan on at").indexUsed())
                .isTrue();
    }

    @Test
    void quotedNames_areUnquoted() {
        assertThat(plan("Odd \"one\" on x", "Index Scan using \"Odd \"\"one\"\" on x\" on items")
                        .indexUsed())
                .isTrue();
        assertThat(plan("Odd name", "->  Bitmap Index Scan on \"Odd name\"").indexUsed())
                .isTrue();
    }

    @Test
    void blocks_ofPlanning_areNotThoseOfTheSearch() {
        Plan plan = plan("items_hnsw", """
                Limit (actual rows=0 loops=1)
                  ->  Seq Scan on items (actual rows=0 loops=1)
                Planning:
                  Buffers: shared hit=77
                Execution Time: 0.1 ms""");
        assertThat(plan.blocks()).isZero();
    }

    private static Plan plan(String index, String text) {
        return Plan.of(text.lines().toList(), index);
    }
}
