package io.dbvitals.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the programs that a page is written for say of it. */
final class Programs {
    /** In shell blocks, what the reader replaces. */
    private static final Pattern TO_REPLACE = Pattern.compile("<[A-Z][A-Z0-9_]*>");

    private static final Pattern COMMAND =
            Pattern.compile("(?m)^(?:sudo )?(?:scripts/)?dbvitals ([\\w-]+(?: [\\w-]+)?)");
    private static final Set<String> COMMANDS = Set.of(
            "serve",
            "status",
            "metrics",
            "deadman",
            "alerts list",
            "alerts history",
            "alerts ack",
            "alerts suppress",
            "alerts test",
            "config check",
            "config show",
            "config set-threshold",
            "queries check",
            "queries plan",
            "queries run",
            "queries convert",
            "vector report",
            "benchmark",
            "check",
            "diagnose",
            "health-check",
            "pools",
            "replication",
            "slow-queries",
            "validate",
            "cleanup",
            "emergency-shutdown",
            "self-destruct",
            "guard watch",
            "guard explain",
            "guard audit",
            "guard restore");

    private Programs() {}

    /** What the program says when it refuses the input; nothing when it accepts it. */
    static List<String> complaints(String input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        }
        List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return process.waitFor() == 0 ? List.of() : said;
    }

    /** Of promtool, of the queries on pages. */
    static List<String> promtool(Path folder, Map<String, List<Block>> pages) throws IOException, InterruptedException {
        StringBuilder rules = new StringBuilder("groups:\n  - name: pages\n    rules:\n");
        pages.forEach((page, blocks) -> {
            for (int i = 0; i < blocks.size(); i++) {
                rules.append("      - record: ")
                        .append(page.replace('-', '_'))
                        .append('_')
                        .append(i + 1);
                rules.append("\n        expr: |2\n").append(blocks.get(i).text().indent(10));
            }
        });
        Path file = Files.writeString(folder.resolve("pages.yml"), rules);
        return complaints("", "promtool", "check", "rules", file.toString());
    }

    /** Of bash, and whether dbvitals has the commands. */
    static List<String> bash(String page, List<Block> blocks) throws IOException, InterruptedException {
        List<String> refused = new ArrayList<>();
        for (Block block : blocks) {
            String code = TO_REPLACE.matcher(block.text()).replaceAll("VALUE");
            complaints(code, "bash", "-n").forEach(said -> refused.add(page + ": " + said));
            Matcher command = COMMAND.matcher(code);
            while (command.find()) {
                String called = command.group(1);
                if (COMMANDS.stream().noneMatch(each -> (called + " ").startsWith(each + " "))) {
                    refused.add(page + ": there is no command " + called);
                }
            }
        }
        return refused;
    }
}
