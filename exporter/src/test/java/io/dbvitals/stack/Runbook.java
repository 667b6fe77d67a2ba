package io.dbvitals.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of {@code runbooks/}, named as the alert it is for. */
record Runbook(String name, String text) {
    static final Path FOLDER = Path.of("..", "runbooks");
    static final Path INDEX = FOLDER.resolve("README.md");

    private static final Pattern HEADING = Pattern.compile("(?m)^## (.*)$");

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
        return Block.in(text);
    }

    List<Block> blocks(String language) {
        return blocks().stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }

    String prose() {
        return Block.FENCED.matcher(text).replaceAll("");
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
