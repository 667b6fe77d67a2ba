package io.dbvitals.grafana.reference.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A file of queries that is packed into the program.
 *
 * @param path within the repository
 * @param says the first paragraph of what stands at its head
 */
public record QueryFile(String path, String says, List<Query> queries) {
    public static List<QueryFile> all(Project project) throws IOException {
        List<QueryFile> all = new ArrayList<>();
        for (String system : List.of("postgres", "pgbouncer", "mysql")) {
            for (Path file : Project.files(project.queries().resolve(system))) {
                all.add(read("config/queries/" + system + "/" + file.getFileName(), file));
            }
        }
        return all;
    }

    /** As {@code activity} of {@code 020-activity.yaml}. */
    public String subject() {
        return path.replaceFirst(".*/\\d+-(.*)\\.yaml", "$1").replace('-', ' ');
    }

    private static QueryFile read(String path, Path file) throws IOException {
        Tree tree = Tree.read(file);
        List<Query> queries = new ArrayList<>();
        tree.tree("queries").children().forEach((id, query) -> queries.add(Query.of(id, query, tree.tree("defaults"))));
        String says = Files.readAllLines(file).stream()
                .takeWhile(line -> line.startsWith("# "))
                .map(line -> line.substring(2))
                .collect(Collectors.joining(" "));
        return new QueryFile(path, says, queries);
    }
}
