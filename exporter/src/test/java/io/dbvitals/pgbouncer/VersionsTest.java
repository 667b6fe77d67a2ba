package io.dbvitals.pgbouncer;

import static io.dbvitals.pgbouncer.wire.FakeConsole.columns;
import static io.dbvitals.pgbouncer.wire.FakeConsole.report;
import static io.dbvitals.pgbouncer.wire.FakeConsole.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.pgbouncer.wire.FakeConsole;
import io.dbvitals.testing.Samples;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions that are not installed here, by the columns that their sources say they have; each number is its column's place. */
class VersionsTest {
    private static final String CANCELS = "cl_active_cancel_req# cl_waiting_cancel_req#";

    @ParameterizedTest
    @ValueSource(strings = {"1.8.1", "1.12.0", "1.16.1", "1.21.0", "1.23.1", "1.25.1", "1.99.0"})
    void columnsOfEveryVersion_areRead(String version) throws Exception {
        int minor = Integer.parseInt(version.replaceAll("^1\\.(\\d+).*", "$1"));
        Map<String, String> tables = tables(minor);
        try (FakeConsole fake = FakeConsole.answering(command -> answer(command, version, minor, tables));
                Stand stand = new Stand(fake.config())) {
            Samples page = stand.samples();

            assertThat(page.failed()).isEmpty();
            assertThat(page.value("pgbouncer_up")).isEqualTo(1);
            assertThat(page.value("pgbouncer_version_info", version)).isEqualTo(1);
            assertThat(page.value("pgbouncer_pools_client_active_connections", "database=\"database\""))
                    .isEqualTo(2);
            assertThat(page.value("pgbouncer_pools_client_maxwait_seconds"))
                    .isEqualTo(place(tables.get("SHOW POOLS"), "maxwait#"));
            assertThat(page.value("pgbouncer_databases_reserve_pool"))
                    .isEqualTo(
                            place(tables.get("SHOW DATABASES"), minor < 24 ? "reserve_pool#" : "reserve_pool_size#"));
            assertThat(page.value("pgbouncer_stats_totals_queries_duration_seconds_total"))
                    .isEqualTo(place(tables.get("SHOW STATS_TOTALS"), "query_time#") / 1e6);
            assertThat(page.value("pgbouncer_used_clients")).isEqualTo(1);
            assertThat(page.value("pgbouncer_config_max_client_connections")).isEqualTo(1);
            assertThat(page.value("pgbouncer_client_connections", "state=\"state\""))
                    .isEqualTo(1);
            assertThat(page.has("pgbouncer_server_connections_close_needed")).isEqualTo(minor >= 9);
            assertThat(page.has("pgbouncer_state")).isEqualTo(minor >= 19);
            assertThat(page.has("pgbouncer_pools_client_cancel_connections")).isEqualTo(minor == 16);
            assertThat(page.has("pgbouncer_pools_server_being_canceled_connections"))
                    .isEqualTo(minor >= 18);
            assertThat(page.has("pgbouncer_stats_server_assignments_total")).isEqualTo(minor >= 23);
            assertThat(page.has("pgbouncer_stats_binds_total")).isEqualTo(minor >= 24);
            assertThat(page.has("pgbouncer_databases_server_lifetime_seconds")).isEqualTo(minor >= 23);
            assertThat(page.has("pgbouncer_databases_current_client_connections"))
                    .isEqualTo(minor >= 24);
        }
    }

    @Test
    void secondScrape_asksOnlyForWhatChanges() throws Exception {
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        Map<String, String> tables = tables(25);
        try (FakeConsole fake = FakeConsole.answering(command -> {
                    asked.add(command);
                    return answer(command, "1.25.1", 25, tables);
                });
                Stand stand = new Stand(fake.config())) {
            stand.page();
            assertThat(asked)
                    .containsExactlyInAnyOrder(
                            "SHOW VERSION",
                            "SHOW LISTS",
                            "SHOW CONFIG",
                            "SHOW CLIENTS",
                            "SHOW SERVERS",
                            "SHOW POOLS",
                            "SHOW DATABASES",
                            "SHOW STATS_TOTALS",
                            "SHOW STATE");
            asked.clear();
            String page = stand.page();
            assertThat(asked)
                    .containsExactlyInAnyOrder(
                            "SHOW VERSION",
                            "SHOW LISTS",
                            "SHOW POOLS",
                            "SHOW DATABASES",
                            "SHOW STATS_TOTALS",
                            "SHOW STATE");
            assertThat(page).contains("pgbouncer_client_connections{", "pgbouncer_config_max_client_connections");
        }
    }

    @Test
    void thousandsOfClients_areNotListed() throws Exception {
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        Map<String, String> tables = tables(25);
        try (FakeConsole fake = FakeConsole.answering(command -> {
                    asked.add(command);
                    return command.equals("SHOW LISTS")
                            ? all(columns("list", "items#"), row("used_clients", "5001"), row("used_servers", "5000"))
                            : answer(command, "1.25.1", 25, tables);
                });
                Stand stand = new Stand(fake.config())) {
            Samples page = stand.samples();
            assertThat(asked).doesNotContain("SHOW CLIENTS").contains("SHOW SERVERS");
            assertThat(page.failed()).isEmpty();
            assertThat(page.has("pgbouncer_client_connections")).isFalse();
            assertThat(page.value("pgbouncer_used_clients")).isEqualTo(5001);
        }
    }

    @Test
    void clientsThatNameThousandsOfApplications_endInOneGroup() throws Exception {
        byte[][] clients = new byte[3001][];
        clients[0] = columns("user", "database", "state", "wait#", "wait_us#", "application_name");
        for (int i = 1; i < clients.length; i++) {
            clients[i] = row("app", "shop", "waiting", "1", String.valueOf(i), "pid " + i);
        }
        Map<String, String> tables = tables(25);
        try (FakeConsole fake = FakeConsole.answering(command ->
                        command.equals("SHOW CLIENTS") ? all(clients) : answer(command, "1.25.1", 25, tables));
                Stand stand = new Stand(fake.config())) {
            Samples page = stand.samples();
            assertThat(page.all("pgbouncer_client_connections")).hasSize(1001);
            assertThat(page.value("pgbouncer_client_connections", "(others)")).isEqualTo(2000);
            assertThat(page.value("pgbouncer_client_connections", "\"pid 7\"")).isEqualTo(1);
            assertThat(page.value("pgbouncer_client_connections_longest_wait_seconds", "(others)"))
                    .isEqualTo(1.003);
        }
    }

    private static Map<String, String> tables(int minor) {
        boolean future = minor > 26;
        Map<String, String> tables = new HashMap<>();
        tables.put(
                "SHOW POOLS",
                words(
                        "database user cl_active# cl_waiting#",
                        minor == 16 ? "cl_cancel_req#" : minor >= 18 ? CANCELS : "",
                        "sv_active#",
                        minor >= 18 ? "sv_active_cancel# sv_being_canceled#" : "",
                        "sv_idle# sv_used# sv_tested# sv_login# maxwait# maxwait_us# pool_mode",
                        minor >= 24 ? "load_balance_hosts" : "",
                        future ? "unheard_of#" : ""));
        tables.put(
                "SHOW DATABASES",
                words(
                        "name host port# database force_user pool_size#",
                        minor >= 16 ? "min_pool_size#" : "",
                        minor >= 24 ? "reserve_pool_size#" : "reserve_pool#",
                        minor >= 23 ? "server_lifetime#" : "",
                        "pool_mode",
                        minor >= 24 ? "load_balance_hosts" : "",
                        "max_connections# current_connections#",
                        minor >= 24 ? "max_client_connections# current_client_connections#" : "",
                        "paused# disabled#",
                        future ? "unheard_of" : ""));
        tables.put(
                "SHOW STATS_TOTALS",
                words(
                        "database",
                        minor >= 23 ? "server_assignment_count#" : "",
                        "xact_count# query_count# bytes_received# bytes_sent# xact_time# query_time# wait_time#",
                        minor >= 24 ? "client_parse_count# server_parse_count# bind_count#" : "",
                        minor >= 26 ? "client_login_count#" : "",
                        future ? "unheard_of#" : ""));
        String sockets = words(
                "type user database",
                minor >= 23 ? "replication" : "",
                "state addr port# local_addr local_port# connect_time request_time wait# wait_us#",
                minor >= 9 ? "close_needed#" : "",
                "ptr link remote_pid# tls",
                minor >= 18 ? "application_name" : "",
                minor >= 21 ? "prepared_statements#" : "");
        tables.put("SHOW CLIENTS", sockets);
        tables.put("SHOW SERVERS", sockets);
        return tables;
    }

    private static byte[] answer(String command, String version, int minor, Map<String, String> tables) {
        return switch (command) {
            case "SHOW VERSION" ->
                minor < 12
                        ? report('N', "NOTICE", "00000", "PgBouncer version " + version)
                        : all(columns("version"), row("PgBouncer " + version));
            case "SHOW LISTS" ->
                all(
                        columns("list", "items#"),
                        row("databases", "1"),
                        row("used_clients", "1"),
                        row("used_servers", "1"),
                        row("dns_pending", "0"));
            case "SHOW CONFIG" ->
                minor < 15
                        ? all(
                                columns("key", "value", "changeable"),
                                row("max_client_conn", "1", "yes"),
                                row("logfile", "x", "yes"))
                        : all(
                                columns("key", "value", "default", "changeable"),
                                row("max_client_conn", "1", "100", "yes"));
            case "SHOW STATE" ->
                minor < 19
                        ? report('E', "ERROR", "08P01", "invalid command 'SHOW STATE', use SHOW HELP;")
                        : all(columns("key", "value"), row("active", "yes"));
            default -> {
                String[] names = tables.get(command).split(" ", -1);
                List<String> values = new ArrayList<>();
                for (int i = 0; i < names.length; i++) {
                    values.add(names[i].endsWith("#") ? String.valueOf(i) : names[i]);
                }
                yield all(columns(names), row(values.toArray(String[]::new)));
            }
        };
    }

    private static double place(String table, String column) {
        return List.of(table.split(" ", -1)).indexOf(column);
    }

    private static String words(String... parts) {
        return String.join(" ", Stream.of(parts).filter(part -> !part.isEmpty()).toList());
    }

    private static byte[] all(byte[]... messages) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] each : messages) {
            all.writeBytes(each);
        }
        return all.toByteArray();
    }
}
