import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Starts real Alertmanagers with the composed configuration, its times unchanged, posts alerts and looks at what PagerDuty, Slack, the mail
 * server, the webhook and the dead man's switch are sent.
 *
 * <p>Arguments: the program Alertmanager, and {@code --print} to show all that was sent; run in the root of the project. Exit code 0: all as
 * expected.
 */
public class DeliveryTest {

    private static final Duration BEFORE_PAGE = Duration.ofSeconds(25);
    private static final Duration BEFORE_WARNING = Duration.ofSeconds(90);
    private static final Duration BEFORE_RESOLVED = Duration.ofSeconds(90);
    static final String GRAFANA = "https://grafana.example.org";

    private final List<String> failures = new ArrayList<>();

    public static void main(String[] arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(arguments));
        boolean print = words.remove("--print");
        String program = words.get(0);
        DeliveryTest test = new DeliveryTest();
        test.run(program, print);
        test.failures.forEach(failure -> System.err.println("FAILED " + failure));
        System.out.println(test.failures.isEmpty() ? "all delivered as expected" : test.failures.size() + " failures");
        System.exit(test.failures.isEmpty() ? 0 : 1);
    }

    private void run(String program, boolean print) throws Exception {
        Map<String, String> always = Map.of("OFFICE_DAYS", "sunday:saturday", "OFFICE_HOURS", "00:00-24:00");
        // A minute that is not now, on a day that is neither today nor tomorrow.
        String day = Instant.now().atZone(ZoneOffset.UTC).getDayOfWeek().plus(3).name().toLowerCase(Locale.ROOT);
        Map<String, String> closed = Map.of("OFFICE_DAYS", day, "OFFICE_HOURS", "12:00-12:01");
        Map<String, String> maintenance = new LinkedHashMap<>(always);
        maintenance.putAll(Map.of("MAINTENANCE_DAYS", "sunday:saturday", "MAINTENANCE_HOURS", "00:00-24:00"));
        try (AlertmanagerStack open = AlertmanagerStack.start(program, always);
                AlertmanagerStack outside = AlertmanagerStack.start(program, closed);
                AlertmanagerStack maintained = AlertmanagerStack.start(program, maintenance)) {
            List<AlertmanagerStack> all = List.of(open, outside, maintained);
            for (AlertmanagerStack stack : all) {
                stack.post(firing());
            }
            pages(open);
            for (AlertmanagerStack stack : List.of(outside, maintained)) {
                expect(stack.sent("pagerduty", "PostgreSQLDown", BEFORE_PAGE), "a page at any hour");
                expect(stack.sent("slack/critical", "PostgreSQLDown", BEFORE_PAGE), "a critical alert in Slack at any hour");
            }
            suppressed(open);
            warnings(open);
            expect(outside.sent("mail", "PostgreSQLDeadRowsHigh", BEFORE_WARNING), "a warning by mail outside office hours");
            expect(outside.sent("webhook", "PostgreSQLDeadRowsHigh", BEFORE_WARNING), "a warning to the webhook outside office hours");
            // By now, others have what these must not have.
            refuse(outside, "slack/dba", "", "a warning in Slack outside office hours");
            refuse(maintained, "slack/dba", "", "a warning in Slack during maintenance");
            refuse(maintained, "mail", "PostgreSQLDeadRowsHigh", "a warning by mail during maintenance");
            refuse(maintained, "webhook", "PostgreSQLDeadRowsHigh", "a warning to the webhook during maintenance");
            open.post(resolved());
            resolutions(open);
            beats(open);
            for (AlertmanagerStack stack : all) {
                quiet(stack);
            }
            if (print) {
                open.sink.all().forEach(System.out::println);
            }
        }
    }

    private static List<String> firing() {
        List<String> alerts = new ArrayList<>();
        alerts.add(alert("Watchdog", "none", "monitoring", ""));
        alerts.add(alert("OnlyToSee", "none", "database", "", "server", "db1:5432"));
        // One exporter, three servers; the first is down.
        alerts.add(postgres("PostgreSQLDown", "critical", "availability", "db1:5432"));
        alerts.add(postgres("PostgreSQLConnectionsHigh", "warning", "connections", "db1:5432"));
        alerts.add(alert("VectorRecallLow", "warning", "vector", "recall", "job", "vector", "instance", "x:9999", "server", "db1:5432"));
        alerts.add(alert("AnomalyBelowBand", "warning", "anomaly", "anomaly", "job", "postgres", "instance", "x:9999", "server", "db1:5432"));
        alerts.add(postgres("PostgreSQLDeadRowsHigh", "warning", "dead-rows", "db2:5432"));
        // The same symptom, twice on one server and once on another.
        alerts.add(postgres("PostgreSQLXidWraparoundCritical", "critical", "xid", "db2:5432"));
        alerts.add(postgres("PostgreSQLXidAgeHigh", "warning", "xid", "db2:5432"));
        alerts.add(postgres("PostgreSQLXidAgeHigh", "warning", "xid", "db3:5432"));
        // Two servers that are told apart by "target" only.
        alerts.add(alert("MySQLDown", "critical", "mysql", "availability", "job", "mysql", "instance", "x:9999", "target", "shop"));
        alerts.add(alert("MySQLSlowQueries", "warning", "mysql", "slow", "job", "mysql", "instance", "x:9999", "target", "shop"));
        alerts.add(alert("MySQLSlowQueries", "warning", "mysql", "slow", "job", "mysql", "instance", "x:9999", "target", "crm"));
        // A machine that is gone, what ran on it, what ran elsewhere, and what says no host at all.
        alerts.add(alert("HostDown", "critical", "system", "availability", "job", "node", "instance", "web1:9999", "host", "web1"));
        alerts.add(alert("ConnectionPoolExhausted", "critical", "application", "pool", "job", "shop", "host", "web1"));
        alerts.add(alert("JvmHeapHigh", "warning", "application", "heap", "job", "shop", "host", "web2"));
        alerts.add(alert("TargetDown", "warning", "monitoring", "scrape", "job", "redis", "instance", "web1:9999"));
        alerts.add(alert("RedisDown", "critical", "redis", "availability", "host", "web1", "instance", "y:9999", "server", "cache:6379"));
        // An application that does not answer, and one that only is slow.
        alerts.add(alert("ApplicationHealthCheckFailing", "critical", "application", "down", "job", "api", "instance", "https://api/health"));
        alerts.add(alert("ApplicationLatencyHigh", "warning", "application", "latency", "job", "api"));
        alerts.add(alert("ApplicationLatencyHigh", "warning", "application", "latency", "job", "shop"));
        // An unused index and its table.
        alerts.add(alert("VectorIndexNotUsed", "critical", "vector", "unused", "job", "vector", "instance", "x:9999", "server", "db2:5432",
                "relname", "items", "indexrelname", "items_idx"));
        alerts.add(alert("VectorSequentialScans", "warning", "vector", "unused", "job", "vector", "instance", "x:9999", "server", "db2:5432",
                "relname", "items"));
        // Two burn rates of one budget.
        alerts.add(alert("SLOErrorBudgetBurnFast", "critical", "slo", "burn", "slo", "checkout"));
        alerts.add(alert("SLOErrorBudgetBurnMedium", "critical", "slo", "burn", "slo", "checkout"));
        return alerts;
    }

    private static List<String> resolved() {
        String down = postgres("PostgreSQLDown", "critical", "availability", "db1:5432");
        return List.of(down.substring(0, down.length() - 1) + ",\"endsAt\":\"" + Instant.now() + "\"}");
    }

    private void pages(AlertmanagerStack stack) throws Exception {
        String runbook = "https://runbooks.example.org/PostgreSQLDown.md";
        String dashboard = GRAFANA + "/d/dbvitals-postgres?var-server=";
        String page = expect(stack.sent("pagerduty", "PostgreSQLDown", BEFORE_PAGE), "a page");
        for (String part : List.of("\"event_action\":\"trigger\"", "\"routing_key\":\"s3cret-key\"", "CRITICAL PostgreSQLDown: db1:5432",
                "\"severity\":\"critical\"", "\"class\":\"availability\"", runbook, dashboard, "#/silences/new?filter=%7B")) {
            contains(page, part, "the page");
        }
        String slack = expect(stack.sent("slack/critical", "PostgreSQLDown", BEFORE_PAGE), "a critical alert in Slack");
        for (String part : List.of(":rotating_light: CRITICAL PostgreSQLDown: db1:5432", "#b91c1c", "|Runbook\\u003e", runbook, dashboard)) {
            contains(slack, part, "Slack's message");
        }
        String mail = expect(stack.sent("mail", "PostgreSQLDown", BEFORE_PAGE), "a critical alert by mail");
        for (String part : List.of("login alerts s3cret-password", "to <dba@example.org>", "to <boss@example.org>", "from <alerts@example.org>",
                "Subject: CRITICAL PostgreSQLDown: db1:5432", "multipart/alternative", "text/plain", "text/html", "href=\"" + runbook + "\"",
                "Runbook:   " + runbook, "Dashboard: " + dashboard, "href=\"" + dashboard)) {
            contains(mail, part, "the mail");
        }
        String hook = expect(stack.sent("webhook", "PostgreSQLDown", BEFORE_PAGE), "a critical alert at the webhook");
        for (String part : List.of("Bearer s3cret-token", "\"receiver\":\"webhook\"", "\"status\":\"firing\"", runbook)) {
            contains(hook, part, "the webhook's message");
        }
        for (String other : List.of("MySQLDown", "HostDown", "PostgreSQLXidWraparoundCritical", "RedisDown")) {
            expect(stack.sent("pagerduty", other, BEFORE_PAGE), "a page of its own for " + other);
        }
    }

    /** What a source explains is not sent; what only looks alike is. */
    private void suppressed(AlertmanagerStack stack) throws Exception {
        String alerts = stack.get("/api/v2/alerts?active=false&silenced=false&inhibited=true");
        for (String part : List.of("PostgreSQLConnectionsHigh", "VectorRecallLow", "\"ConnectionPoolExhausted\"", "\"TargetDown\"")) {
            contains(alerts, part, "the inhibited alerts");
        }
        int inhibited = alerts.split("\"fingerprint\"", -1).length - 1;
        if (inhibited != 10) {
            failures.add("10 alerts should be inhibited, not " + inhibited + ": " + alerts);
        }
    }

    private void warnings(AlertmanagerStack stack) throws Exception {
        String slack = expect(stack.sent("slack/dba", "PostgreSQLDeadRowsHigh", BEFORE_WARNING), "a warning in Slack");
        contains(slack, ":warning: WARNING PostgreSQLDeadRowsHigh: db2:5432", "Slack's message");
        String xid = expect(stack.sent("slack/dba", "PostgreSQLXidAgeHigh", BEFORE_WARNING), "the warning of the other server");
        contains(xid, "PostgreSQLXidAgeHigh: db3:5432\"", "the warning, which is that of db3 alone");
        String slow = expect(stack.sent("slack/dba", "MySQLSlowQueries", BEFORE_WARNING), "the warning of the other target");
        contains(slow, "MySQLSlowQueries: crm\"", "the warning, which is that of crm alone");
        expect(stack.sent("slack/app", "JvmHeapHigh", BEFORE_WARNING), "a warning of another host, for those of the application");
        String slowly = expect(stack.sent("slack/app", "ApplicationLatencyHigh", BEFORE_WARNING), "a warning without host");
        contains(slowly, "ApplicationLatencyHigh: shop\"", "the warning, which is that of shop alone");
        for (String channel : List.of("mail", "webhook")) {
            expect(stack.sent(channel, "PostgreSQLDeadRowsHigh", BEFORE_WARNING), "a warning by " + channel);
        }
    }

    private void resolutions(AlertmanagerStack stack) throws Exception {
        Map<String, String> signs = Map.of(
                "pagerduty", "\"event_action\":\"resolve\"",
                "slack/critical", ":white_check_mark: RESOLVED PostgreSQLDown",
                "mail", "Subject: RESOLVED PostgreSQLDown",
                "webhook", "\"status\":\"resolved\"");
        for (Map.Entry<String, String> sign : signs.entrySet()) {
            expect(stack.sent(sign.getKey(), sign.getValue(), BEFORE_RESOLVED), "the end, by " + sign.getKey());
        }
    }

    private void beats(AlertmanagerStack stack) throws Exception {
        expect(stack.sink.await(messages -> messages.stream().filter(m -> m.channel().equals("deadman")).count() >= 3,
                Duration.ofSeconds(100)), "three beats");
        List<Sink.Message> beats = stack.sink.all().stream().filter(m -> m.channel().equals("deadman")).toList();
        for (int i = 1; i < beats.size(); i++) {
            long seconds = Duration.between(beats.get(i - 1).at(), beats.get(i).at()).toSeconds();
            System.out.println("beat after " + seconds + " s");
            if (seconds > 75) {
                failures.add("a beat came after " + seconds + " s only");
            }
        }
    }

    /** Nothing of what is inhibited or for the eye only was ever sent, and nothing was sent to two channels of Slack. */
    private void quiet(AlertmanagerStack stack) {
        List<String> unsent = List.of("OnlyToSee", "PostgreSQLConnectionsHigh", "VectorRecallLow", "AnomalyBelowBand", "ConnectionPoolExhausted",
                "TargetDown", "SLOErrorBudgetBurnMedium", "VectorSequentialScans");
        for (String name : unsent) {
            for (Sink.Message message : stack.sink.all()) {
                // After the end of PostgreSQLDown its warnings are due, though not before five minutes.
                if (message.text().contains(name)) {
                    failures.add(name + " was sent to " + message.channel());
                }
            }
        }
        for (Sink.Message message : stack.sink.all()) {
            if (!message.channel().equals("deadman") && message.text().contains("Watchdog")) {
                failures.add("the Watchdog was sent to " + message.channel());
            }
            if (message.channel().equals("slack/critical") && message.text().contains("WARNING ")) {
                failures.add("a warning was sent to the channel of critical alerts");
            }
            if (message.channel().matches("slack/(dba|ops|app)") && message.text().contains("CRITICAL ")) {
                failures.add("a critical alert was sent to " + message.channel());
            }
        }
    }

    private String expect(Optional<Sink.Message> message, String what) {
        if (message.isEmpty()) {
            failures.add("there was not " + what);
            return "";
        }
        System.out.printf("%-65s after %3d s%n", what, message.get().after().toSeconds());
        return message.get().text();
    }

    private void expect(boolean held, String what) {
        if (!held) {
            failures.add("there were not " + what);
        }
    }

    private void refuse(AlertmanagerStack stack, String channel, String text, String what) {
        if (stack.sink.all().stream().anyMatch(m -> m.channel().equals(channel) && m.text().contains(text))) {
            failures.add("there was " + what);
        }
    }

    private void contains(String text, String part, String what) {
        if (!text.contains(part)) {
            failures.add(what + " lacks " + part + ": " + text);
        }
    }

    private static String postgres(String name, String severity, String symptom, String server) {
        return alert(name, severity, "database", symptom, "job", "postgres", "instance", "x:9999",
                "server", server);
    }

    private static String alert(String name, String severity, String group, String symptom, String... labels) {
        StringBuilder json = new StringBuilder("{\"labels\":{\"alertname\":\"%s\",\"severity\":\"%s\",\"group\":\"%s\",\"symptom\":\"%s\""
                .formatted(name, severity, group, symptom));
        for (int i = 0; i < labels.length; i += 2) {
            json.append(",\"").append(labels[i]).append("\":\"").append(labels[i + 1]).append('"');
        }
        return json + ("},\"annotations\":{\"summary\":\"%s, in short\",\"description\":\"More than 80%% & <rising>.\","
                + "\"runbook_url\":\"https://runbooks.example.org/%s.md\",\"dashboard_url\":\"/d/dbvitals-postgres?var-server=x\"},"
                + "\"generatorURL\":\"http://prometheus:9090/graph\"}").formatted(name, name);
    }
}
