package io.dbvitals.scrape.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();

    @Test
    void lane_asksForNoMoreThreadsThanItIsWide_andKeepsTheOrder() {
        Lane lane = new Lane(threads::add, 2);
        for (String task : List.of("a", "b", "c", "d")) {
            lane.execute(() -> done.add(task));
        }
        assertThat(threads).hasSize(2);
        threads.remove().run();
        assertThat(done).containsExactly("a", "b", "c", "d");
        threads.remove().run();
        lane.execute(() -> done.add("e"));
        assertThat(threads).as("a lane that ran empty starts again").hasSize(1);
        threads.remove().run();
        assertThat(done).endsWith("e");
    }

    @Test
    void taskThatThrows_doesNotNarrowTheLane() {
        Lane lane = new Lane(threads::add, 1);
        lane.execute(() -> {
            throw new IllegalStateException("a defect");
        });
        lane.execute(() -> done.add("after"));
        threads.remove().run();
        lane.execute(() -> done.add("later"));
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
        assertThat(done).containsExactly("after", "later");
    }

    @Test
    void refusal_whileStopping_freesThePlace() {
        boolean[] stopped = {true};
        Lane lane = new Lane(
                task -> {
                    if (stopped[0]) {
                        throw new RejectedExecutionException("stopping");
                    }
                    threads.add(task);
                },
                1);
        lane.execute(() -> done.add("a"));
        stopped[0] = false;
        lane.execute(() -> done.add("b"));
        threads.remove().run();
        assertThat(done).containsExactly("a", "b");
    }
}
