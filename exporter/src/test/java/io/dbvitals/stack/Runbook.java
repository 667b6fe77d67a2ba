package io.dbvitals.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of {@code runbooks/}, named as the alert it is for. */
record Runbook(String name, String text) {
    static final Path FOLDER = Path.of("..", "runbooks");
    static final Path INDEX = FOLDER.resolve("README.md");

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```([\\w-]*)\\n(.*?)^```$");
    private static final Pattern HEADING = Pattern.compile("(?m)^## (.*)$");
    private static final Pattern VERSIONS = Pattern.compile("-- PostgreSQL (>=|<) (\\d+)\\n");
    /** A semicolon that is not within quotes. */
    private static final Pattern END = Pattern.compile(";(?=(?:[^']*'[^']*')*[^']*$)");

    /** What stands between fences, and the word behind the first of them. */
    record Block(String language, String text) {
        /** Whether its first line, if it says anything of versions, has this one among them. */
        boolean isFor(int major) {
            Matcher versions = VERSIONS.matcher(text);
            if (!versions.lookingAt()) {
                return true;
            }
            int bound = Integer.parseInt(versions.group(2));
            return versions.group(1).equals("<") ? major < bound : major >= bound;
        }

        List<String> statements() {
            String code = text.replaceAll("(?m)^--.*$", "");
            return END.splitAsStream(code)
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        }
    }

    static List<Runbook> all() throws IOException {
        List<Runbook> all = new ArrayList<>();
        try (Stream<Path> paths = Files.list(FOLDER)) {
            for (Path path : paths.filter(each -> each.toString().endsWith(".md") && !each.equals(INDEX))
                    .sorted()
                    .toList()) {
                String name = path.getFileName().toString().replace(".md", "");
                all.add(new Runbook(name, Files.readString(path)));
            }
        }
        return all;
    }

    List<Block> blocks() {
        return BLOCK.matcher(text)
                .results()
                .map(block -> new Block(block.group(1), block.group(2)))
                .toList();
    }

    List<Block> blocks(String language) {
        return blocks().stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }

    String prose() {
        return BLOCK.matcher(text).replaceAll("");
    }

    /** The headings, in their order. */
    List<String> sections() {
        return HEADING.matcher(prose()).results().map(each -> each.group(1)).toList();
    }

    /** Those under which nothing stands. */
    List<String> emptySections() {
        return Pattern.compile("(?m)^## (.*)\\n\\s*(?=## |\\z)")
                .matcher(text)
                .results()
                .map(each -> each.group(1))
                .toList();
    }

    /** A failing test names pages; it need not print them. */
    @Override
    public String toString() {
        return name;
    }
}
