package io.dbvitals.sql.jdbc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.mysql.MySqlServer;
import io.dbvitals.testing.TestMySql;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ReopenIT {
    private static final String BUSY =
            "SELECT count(*) FROM information_schema.PROCESSLIST WHERE USER = 'dbvitals' AND INFO LIKE '%SLEEP%'";
    private static final String OURS = "SELECT count(*) FROM information_schema.PROCESSLIST WHERE USER = 'dbvitals'";

    @Test
    void idleConnections_areClosedAtOnce_andOthersWhenTheyComeBack() throws Exception {
        try (TestMySql mysql = TestMySql.mariaDb();
                SqlServer server = new MySqlServer(mysql.config())) {
            CompletableFuture<String> running = CompletableFuture.supplyAsync(() -> read(server, "SELECT SLEEP(1.5)"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> mysql.ask(BUSY, 1).equals("1"));
            String idle = read(server, "SELECT connection_id()");
            assertThat(server.openConnections()).isEqualTo(2);

            server.reopen();
            assertThat(server.openConnections()).isEqualTo(1);
            assertThat(read(server, "SELECT connection_id()")).isNotEqualTo(idle);
            assertThat(running.get(20, SECONDS))
                    .as("what runs goes on to its end")
                    .isEqualTo("0");
            await().atMost(Duration.ofSeconds(20)).until(() -> server.openConnections() == 1);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> mysql.ask(OURS, 1).equals("1"));
        }
    }

    private static String read(SqlServer server, String sql) {
        try {
            return server.read(
                    new SqlServer.Statement("test", "", sql, Duration.ofSeconds(5), 0),
                    Deadline.after(Duration.ofSeconds(10)),
                    rows -> rows.next() ? rows.text(0) : "");
        } catch (CollectException e) {
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }
}
