package io.dbvitals.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.cli.Commands;
import io.dbvitals.testing.Peer;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is to be copied from the guide is taken by the program that it is meant for. */
class GuideIT {
    private static final Pattern SCRIPT = Pattern.compile("(?m)^scripts/([a-z_]+\\.sh)((?:\\\\\\n|[^#\\n])*)");
    private static final Path ROOT = Path.of("..");
    /** That the exporters of Debian 12 do not have yet, and those of Debian 13 do. */
    private static final Set<String> NEWER =
            Set.of("config.file", "include-modules-metrics", "mysqld.address", "mysqld.username");

    @TempDir
    Path folder;

    @Test
    void promql_isAcceptedByPromtool() throws IOException, InterruptedException {
        Peer.need("promtool");
        assertThat(Programs.promtool(
                        folder, GuidePage.blocks(block -> block.language().equals("promql"))))
                .isEmpty();
    }

    @Test
    void configurationOfPrometheus_isAcceptedByPromtool() throws IOException, InterruptedException {
        Peer.need("promtool");
        int accepted = 0;
        for (Map.Entry<String, List<Block>> page :
                GuidePage.blocks(block -> block.language().equals("yaml")).entrySet()) {
            for (Block block : page.getValue()) {
                List<String> command = switch (block.file().replaceFirst("/.*", "")) {
                    case "prometheus.yml" -> List.of("promtool", "check", "config", "--syntax-only");
                    case "agent.yml" -> List.of("promtool", "check", "config", "--syntax-only", "--agent");
                    case "rules" -> List.of("promtool", "check", "rules");
                    default -> List.<String>of();
                };
                if (!command.isEmpty()) {
                    List<String> whole = new ArrayList<>(command);
                    whole.add(Files.writeString(folder.resolve("checked.yml"), block.text())
                            .toString());
                    assertThat(Programs.complaints("", whole.toArray(String[]::new)))
                            .as(page.getKey() + ":\n" + block.text())
                            .isEmpty();
                    accepted++;
                }
            }
        }
        assertThat(accepted).isGreaterThan(7);
    }

    @Test
    void shell_isReadByBash_andCallsWhatThereIs() throws IOException, InterruptedException {
        Peer.need("bash");
        List<String> refused = new ArrayList<>();
        int scripts = 0;
        for (Map.Entry<String, List<Block>> page :
                GuidePage.blocks(block -> block.language().equals("sh")).entrySet()) {
            refused.addAll(Programs.bash(page.getKey(), page.getValue()));
            for (Block block : page.getValue()) {
                Matcher script = SCRIPT.matcher(block.text());
                while (script.find()) {
                    scripts++;
                    refused.addAll(unknown(script.group(1), script.group(2)));
                }
            }
        }

        assertThat(refused).isEmpty();
        assertThat(scripts).isGreaterThan(4);
    }

    /** Options and actions of a call that the script's help does not have. */
    private static List<String> unknown(String script, String arguments) throws IOException {
        Path file = ROOT.resolve("scripts").resolve(script);
        if (!Files.isExecutable(file)) {
            return List.of("there is no scripts/" + script);
        }
        String text = Files.readString(file);
        String help = text.substring(text.indexOf("<<'TEXT'"), text.indexOf("\nTEXT\n"));
        return Pattern.compile("--[a-z-]+|(?<= )[a-z]+-[a-z]+(?= |$)")
                .matcher(arguments.strip().isEmpty() ? "" : " " + arguments.strip())
                .results()
                .map(word -> word.group())
                .filter(word -> !help.contains(word))
                .map(word -> script + " has no " + word)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "redis", "mysqld", "node"})
    void option_isOneOfTheExporterThatIsLeft(String exporter) throws IOException, InterruptedException {
        String program = "prometheus-" + exporter + "-exporter";
        Peer.need(program);
        Process asked =
                new ProcessBuilder(program, "--help").redirectErrorStream(true).start();
        String help = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        asked.waitFor();
        String page = GuidePage.of("migrate").text();
        String fromHere = page.substring(page.indexOf("## From " + exporter + "_exporter\n") + 1);
        List<String> options = Pattern.compile("`--([a-z][\\w.-]*)`")
                .matcher(fromHere.substring(0, (fromHere + "\n## ").indexOf("\n## "))
                        .lines()
                        .filter(line -> line.startsWith("| `"))
                        .map(line -> line.substring(0, line.indexOf('|', 1)))
                        .collect(Collectors.joining()))
                .results()
                .map(option -> option.group(1))
                .filter(option -> !option.endsWith(".NAME") && !NEWER.contains(option))
                .toList();

        assertThat(options)
                .hasSizeGreaterThan(3)
                .allSatisfy(option -> assertThat(help)
                        .containsPattern("(?m)(?:^|\\s)--?(?:\\[no-])?" + Pattern.quote(option) + "(?![\\w.-])"));
    }

    @Test
    void threshold_isServedAsShown() throws Exception {
        GuidePage page = GuidePage.of("tune-thresholds");
        String shown = Block.in(page.text()).stream()
                .filter(block -> block.language().equals("text"))
                .findFirst()
                .orElseThrow()
                .text();
        try (TestExporter exporter =
                TestExporter.start(folder, page.block("dbvitals.yaml").text())) {
            assertThat(exporter.get("/metrics/self")
                            .lines()
                            .filter(line -> line.startsWith("dbvitals_threshold{name=\"connections_used_ratio\"")))
                    .containsExactlyInAnyOrderElementsOf(shown.lines().toList());
        }
    }

    @Test
    void queries_runOnARealServer_andPrintWhatIsShown() throws Exception {
        GuidePage page = GuidePage.of("add-a-query");
        Files.createDirectory(folder.resolve("queries"));
        for (String file : List.of("orders", "postgres_exporter", "pg_exporter")) {
            Files.writeString(
                    folder.resolve("queries/" + file + ".yaml"),
                    page.block("queries/" + file + ".yaml").text());
        }
        try (TestServer server = TestServer.start(17)) {
            shop(server, page);
            Path config = Files.writeString(
                    folder.resolve("dbvitals.yaml"), """
                    targets:
                      - name: shop
                        postgres: {url: "postgresql://127.0.0.1:%d/shop", user: dbvitals, password: "%s"}
                    queries: {builtin: false, include: [queries/*.yaml]}
                    """.formatted(server.port(), TestServer.PASSWORD));

            assertThat(run("queries", "check", "--live", "--config", config.toString()))
                    .endsWith("OK\n");
            String orders = run("queries", "run", "--config", config.toString(), "shop_orders");
            assertThat(withoutPlaceAndTime(orders, server.port())).isEqualTo(withoutPlaceAndTime(shown(page), 5432));
            assertThat(run("queries", "run", "--config", config.toString(), "shop_sales"))
                    .contains("shop_sales_total{")
                    .contains("state=\"paid\"} 30.0");
            assertThat(run("queries", "run", "--config", config.toString(), "*shop_stock"))
                    .contains("shop_stock_pieces{article=\"lamp\"");
        }
    }

    /** What the page asks for, and the grants that it shows. */
    private static void shop(TestServer server, GuidePage page) throws SQLException {
        server.execute("CREATE DATABASE shop");
        server.executeIn(
                "shop",
                "CREATE SCHEMA shop",
                "CREATE TABLE shop.orders (state text, total numeric, created_at timestamptz)",
                "CREATE TABLE shop.stock (article text, pieces int)",
                "INSERT INTO shop.stock VALUES ('lamp', 7)",
                "INSERT INTO shop.orders VALUES ('new', 10, now() - interval '2 days'), ('new', 20, now()),"
                        + " ('paid', 30, now() - interval '1 hour'), ('done', 40, now())");
        String grants = Block.in(page.text()).stream()
                .filter(block -> block.language().equals("sql"))
                .findFirst()
                .orElseThrow()
                .text();
        server.executeIn("shop", grants);
        server.executeIn(
                "shop", "GRANT SELECT (total) ON shop.orders TO dbvitals", "GRANT SELECT ON shop.stock TO dbvitals");
    }

    private static String shown(GuidePage page) {
        return Block.in(page.text()).stream()
                .filter(block -> block.language().equals("text"))
                .findFirst()
                .orElseThrow()
                .text();
    }

    /** The oldest grow older while they are looked at. */
    private static String withoutPlaceAndTime(String page, int port) {
        return page.replaceAll("server=\"[^\"]*:" + port + "\"", "server=\"\"")
                .replaceAll("(?m)(oldest_seconds\\{.*}) .*$", "$1");
    }

    @Test
    void route_leadsWhereItIsSaidTo() throws IOException, InterruptedException {
        Peer.need("amtool");
        GuidePage page = GuidePage.of("route-an-alert");
        for (String part : List.of("alertmanager", "scripts")) {
            copy(ROOT.resolve(part), folder.resolve(part));
        }
        Path receivers = folder.resolve("alertmanager/receivers/slack.yml");
        Files.writeString(
                receivers,
                Files.readString(receivers) + page.block("receivers/slack.yml").text());
        Path routes = folder.resolve("alertmanager/alertmanager.yml");
        String before = "    - receiver: slack-dba\n";
        assertThat(Files.readString(routes)).containsOnlyOnce(before);
        Files.writeString(
                routes,
                Files.readString(routes)
                        .replace(before, page.block("alertmanager.yml").text() + before));
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        for (String secret : List.of("slack_webhook_url", "slack_billing_webhook_url")) {
            Files.writeString(secrets.resolve(secret), "https://hooks.example.org/secret");
        }
        Path settings = Files.writeString(
                folder.resolve("monitoring.env"), page.block("monitoring.env").text());
        Path made = folder.resolve("made.yml");

        assertThat(Programs.complaints(
                        "",
                        folder.resolve("scripts/alertmanager_config.sh").toString(),
                        "--env",
                        settings.toString(),
                        "--output",
                        made.toString()))
                .isEmpty();
        String[] line = page.block("routes-test.tsv").text().split("\t", -1);
        List<String> command = new ArrayList<>(List.of(
                "amtool", "config", "routes", "test", "--config.file=" + made, "--verify.receivers=" + line[1]));
        command.addAll(List.of(line[0].split(" ")));
        assertThat(Programs.complaints("", command.toArray(String[]::new))).isEmpty();
        assertThat(Programs.complaints("", "amtool", "check-config", made.toString()))
                .isEmpty();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static String run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            assertThat(Commands.run(arguments)).as(String.join(" ", arguments)).isZero();
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
