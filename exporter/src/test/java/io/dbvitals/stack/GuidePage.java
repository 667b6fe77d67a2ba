package io.dbvitals.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A page of {@code docs/}. */
record GuidePage(String name, String text) {
    static final Path FOLDER = Path.of("..", "docs");

    /** Those that people write; {@code docs/metrics} is a program's. */
    static List<GuidePage> all() throws IOException {
        List<GuidePage> all = new ArrayList<>();
        try (Stream<Path> paths = Files.list(FOLDER)) {
            for (Path path : paths.filter(each -> each.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                all.add(new GuidePage(path.getFileName().toString().replace(".md", ""), Files.readString(path)));
            }
        }
        return all;
    }

    static GuidePage of(String name) throws IOException {
        return new GuidePage(name, Files.readString(FOLDER.resolve(name + ".md")));
    }

    /** The blocks of all pages that are wanted, by page. */
    static Map<String, List<Block>> blocks(Predicate<Block> wanted) throws IOException {
        Map<String, List<Block>> blocks = new TreeMap<>();
        for (GuidePage page : all()) {
            blocks.put(
                    page.name(), Block.in(page.text()).stream().filter(wanted).toList());
        }
        return blocks;
    }

    /** The one block that belongs in the file. */
    Block block(String file) {
        return Block.in(text).stream()
                .filter(block -> block.file().equals(file))
                .reduce((one, other) -> {
                    throw new IllegalStateException("several blocks of " + file + " in " + name);
                })
                .orElseThrow();
    }

    @Override
    public String toString() {
        return name;
    }
}
