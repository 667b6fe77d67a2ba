package io.dbvitals.pgbouncer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.scrape.Deadline;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestPgBouncer;
import io.dbvitals.testing.TestServer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class OutageIT {
    @Test
    void pgBouncerThatDiesAndReturns_isSeenAtOnce() throws Exception {
        try (TestServer postgres = TestServer.start(17);
                TestPgBouncer bouncer = TestPgBouncer.start(postgres)) {
            bouncer.kill();
            try (Stand stand = new Stand(bouncer.config())) {
                assertDown(stand.samples());

                bouncer.startAgain();
                assertUp(stand.samples());
                assertUp(stand.samples());

                bouncer.kill();
                assertDown(stand.samples());

                bouncer.startAgain();
                assertUp(stand.samples());

                // Between two scrapes: the kept connection is dead, the server is not.
                bouncer.kill();
                bouncer.startAgain();
                assertUp(stand.samples());
            }
        }
    }

    @Test
    void frozenPgBouncer_endsWithTheBudgetAndIsBackWhenItGoesOn() throws Exception {
        try (TestServer postgres = TestServer.start(17);
                TestPgBouncer bouncer = TestPgBouncer.start(postgres);
                Stand stand = new Stand(bouncer.config())) {
            assertUp(stand.samples());
            bouncer.signal("STOP");
            for (int i = 0; i < 2; i++) {
                long began = System.nanoTime();
                assertNothingRead(Samples.of(stand.page(Duration.ofSeconds(1))));
                assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(6));
            }
            bouncer.signal("CONT");
            // A reading of the frozen one may still be ending.
            Awaitility.await().atMost(15, TimeUnit.SECONDS).untilAsserted(() -> assertUp(stand.samples()));
        }
    }

    @Test
    void postgresThatIsDown_takesNothingFromThePage() throws Exception {
        try (TestServer postgres = TestServer.start(17);
                TestPgBouncer bouncer = TestPgBouncer.start(postgres);
                Stand stand = new Stand(bouncer.config())) {
            postgres.stop();
            assertUp(stand.samples());
            postgres.startAgain();
        }
    }

    @Test
    void connectionThatIsLetGo_isReplacedByTheNextReading() throws Exception {
        try (TestServer postgres = TestServer.start(17);
                TestPgBouncer bouncer = TestPgBouncer.start(postgres);
                PgBouncerServer server = new PgBouncerServer(bouncer.config())) {
            for (int i = 0; i < 2; i++) {
                server.facts(Deadline.after(Duration.ofSeconds(10)));
                assertThat(server.openConnections()).isEqualTo(1);
                server.reopen();
                assertThat(server.openConnections()).isZero();
            }
        }
    }

    private static void assertUp(Samples page) {
        assertThat(page.failed()).isEmpty();
        assertThat(page.value("pgbouncer_up")).isEqualTo(1);
        assertThat(page.has("pgbouncer_pools_client_active_connections")).isTrue();
        assertThat(page.value("dbvitals_target_connections")).isEqualTo(1);
    }

    private static void assertDown(Samples page) {
        assertNothingRead(page);
        assertThat(page.value("dbvitals_target_connections")).isZero();
    }

    private static void assertNothingRead(Samples page) {
        assertThat(page.value("pgbouncer_up")).isZero();
        assertThat(page.all("pgbouncer_version_info")).isEmpty();
        assertThat(page.all("pgbouncer_pools_client_active_connections")).isEmpty();
    }
}
