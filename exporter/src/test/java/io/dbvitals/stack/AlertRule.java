package io.dbvitals.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An alert as the rule files of the repository have it. */
record AlertRule(String name, String severity, String group, String summary, String runbookUrl) {
    private static final Path RULES = Path.of("..", "config", "prometheus", "rules");
    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{.*?}}");

    static List<AlertRule> all() throws IOException {
        List<AlertRule> all = new ArrayList<>();
        for (String file : files()) {
            String[] parts = file.split("(?m)^ *- alert: ", -1);
            for (String part : List.of(parts).subList(1, parts.length)) {
                all.add(new AlertRule(
                        part.lines().findFirst().orElseThrow().strip(),
                        first("severity: (\\w+)", part),
                        first("group: (\\w+)", part),
                        first("(?m)summary: '(.*)'$", part).replace("''", "'"),
                        first("runbook_url: (\\S+)", part)));
            }
        }
        return all;
    }

    /** The contents of all rule files. */
    static List<String> files() throws IOException {
        List<String> files = new ArrayList<>();
        try (Stream<Path> paths = Files.list(RULES)) {
            for (Path path : paths.filter(each -> each.toString().endsWith(".yml"))
                    .sorted()
                    .toList()) {
                files.add(Files.readString(path));
            }
        }
        return files;
    }

    /** The summary with an ellipsis for whatever is filled in when it fires. */
    String what() {
        return TEMPLATE.matcher(summary).replaceAll("…");
    }

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }
}
