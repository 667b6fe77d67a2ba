import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/**
 * Starts the stack around a real PostgreSQL by {@code scripts/start_monitoring.sh --native}, its times unchanged, stops the database, starts
 * it again, and looks at what PagerDuty, Slack, the mail server, the webhook and the dead man's switch are sent.
 *
 * <p>Arguments: an empty folder, PostgreSQL's data in it, its port, and the words of {@code pg_ctl}; run in the root of the project. Exit code
 * 0: all as expected.
 */
public class MonitoringTest {

    private static final Duration BEFORE_PAGE = Duration.ofSeconds(60);
    private static final Duration BEFORE_RESOLVED = Duration.ofSeconds(120);
    private static final List<String> CHANNELS = List.of("webhook", "mail", "slack/critical", "pagerduty");
    private static final String GRAFANA = "https://grafana.example.org";
    private static final String WARNING = "PostgreSQLRestarted";

    private final List<String> failures = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final List<String> database;
    private final Channels channels;
    private final Sink sink;
    private final Map<String, String> settings = new HashMap<>();
    private final int alertmanager;

    private MonitoringTest(Path folder, List<String> database, Channels channels) throws IOException {
        this.folder = folder;
        this.database = database;
        this.channels = channels;
        this.sink = channels.sink();
        int[] ports = freePorts();
        alertmanager = ports[0];
        settings.putAll(channels.settings());
        // Warnings would go to Slack at any hour, so that none there means that it was held back.
        settings.putAll(Map.of("SECRETS", channels.secrets().toString(), "GRAFANA_URL", GRAFANA, "OFFICE_DAYS", "sunday:saturday",
                "OFFICE_HOURS", "00:00-24:00", "ALERTMANAGER_PORT", "" + ports[0], "PROMETHEUS_PORT", "" + ports[1],
                "DBVITALS_PORT", "" + ports[2]));
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Files.writeString(folder.resolve("dbvitals.yaml"), """
                targets:
                  - name: shop
                    postgres: {url: "postgresql://postgres@127.0.0.1:%s/postgres"}
                """.formatted(arguments[1]));
        List<String> database = List.of(arguments).subList(2, arguments.length);
        try (Channels channels = new Channels(folder)) {
            MonitoringTest test = new MonitoringTest(folder, database, channels);
            try {
                test.run();
            } finally {
                test.stack("stop");
            }
            test.failures.forEach(failure -> System.err.println("FAILED " + failure));
            System.out.println(test.failures.isEmpty() ? "all as expected" : test.failures.size() + " failures");
            System.exit(test.failures.isEmpty() ? 0 : 1);
        }
    }

    private void run() throws Exception {
        if (stack("start") != 0) {
            failures.add("the stack did not start");
            return;
        }
        // A warning of this server, which holds on for fifteen minutes and would be sent after one.
        control("restart");
        await(() -> alerts("").contains(WARNING), Duration.ofSeconds(45), WARNING + " at Alertmanager");

        Instant stopped = Instant.now();
        control("stop");
        for (String channel : CHANNELS) {
            page(channel, stopped);
        }
        String held = alerts("?inhibited=true&active=false&silenced=false");
        if (!held.contains(WARNING)) {
            failures.add(WARNING + " is not inhibited: " + held);
        }
        // Past the time after which it would have been sent.
        sink.await(messages -> false, Duration.ofSeconds(45));
        for (Sink.Message message : sink.all()) {
            if (!message.channel().equals("deadman") && !message.text().contains("PostgreSQLDown")) {
                failures.add("while the server was down, " + message.channel() + " was sent another alert: " + message.text());
            }
        }

        Instant started = Instant.now();
        control("start");
        Map<String, String> signs = Map.of("webhook", "\"status\":\"resolved\"", "mail", "Subject: RESOLVED PostgreSQLDown",
                "slack/critical", ":white_check_mark: RESOLVED PostgreSQLDown", "pagerduty", "\"event_action\":\"resolve\"");
        for (String channel : CHANNELS) {
            arrived("the end", channel, signs.get(channel), started, BEFORE_RESOLVED);
        }
        beats();
    }

    private void page(String channel, Instant stopped) throws InterruptedException {
        String text = arrived("PostgreSQLDown", channel, "PostgreSQLDown", stopped, BEFORE_PAGE);
        for (String part : List.of("/runbooks/PostgreSQLDown.md", GRAFANA + "/d/dbvitals-postgres?")) {
            if (!text.contains(part)) {
                failures.add(channel + " lacks " + part + ": " + text);
            }
        }
    }

    private String arrived(String what, String channel, String sign, Instant since, Duration longest) throws InterruptedException {
        Predicate<Sink.Message> wanted = message -> message.channel().equals(channel) && message.at().isAfter(since) && message.text().contains(sign);
        Duration left = longest.minus(Duration.between(since, Instant.now()));
        Optional<Sink.Message> message = sink.first(wanted, left);
        if (message.isEmpty()) {
            failures.add(what + " did not reach " + channel + " within " + longest.toSeconds() + " s");
            return "";
        }
        System.out.printf("%-15s reached %-15s after %5.1f s%n", what, channel, Duration.between(since, message.get().at()).toMillis() / 1000.0);
        return message.get().text();
    }

    private void beats() throws InterruptedException {
        sink.await(messages -> messages.stream().filter(m -> m.channel().equals("deadman")).count() >= 3, Duration.ofSeconds(100));
        List<Sink.Message> beats = sink.all().stream().filter(m -> m.channel().equals("deadman")).toList();
        if (beats.size() < 3) {
            failures.add("the Watchdog beat " + beats.size() + " times only");
        }
        for (int i = 1; i < beats.size(); i++) {
            long seconds = Duration.between(beats.get(i - 1).at(), beats.get(i).at()).toSeconds();
            System.out.println("the Watchdog beat after " + seconds + " s");
            if (seconds > 75) {
                failures.add("the Watchdog beat after " + seconds + " s only");
            }
        }
    }

    private void await(Callable<Boolean> condition, Duration longest, String what) throws Exception {
        long end = System.nanoTime() + longest.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                failures.add("there was no " + what);
                return;
            }
            sink.await(messages -> false, Duration.ofMillis(500));
        }
    }

    private int stack(String action) throws IOException, InterruptedException {
        ProcessBuilder script = new ProcessBuilder("scripts/start_monitoring.sh", "--native", "--state", folder.resolve("state").toString(),
                "--config", folder.resolve("dbvitals.yaml").toString(), "--env", "/dev/null", action);
        script.environment().putAll(settings);
        return script.inheritIO().start().waitFor();
    }

    private void control(String action) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(database);
        words.add(action);
        Process process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(folder.resolve("pg_ctl.log").toFile()).start();
        if (process.waitFor() != 0) {
            throw new IOException("PostgreSQL: " + Files.readString(folder.resolve("pg_ctl.log")));
        }
        System.out.println("PostgreSQL: " + action);
    }

    private String alerts(String query) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + alertmanager + "/api/v2/alerts" + query)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static int[] freePorts() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket one = new ServerSocket(0, 1, loopback);
                ServerSocket two = new ServerSocket(0, 1, loopback);
                ServerSocket three = new ServerSocket(0, 1, loopback)) {
            return new int[] {one.getLocalPort(), two.getLocalPort(), three.getLocalPort()};
        }
    }
}
