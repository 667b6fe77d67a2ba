package io.dbvitals.query.load;

import io.dbvitals.config.Config.Include;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Position;
import io.dbvitals.config.yaml.Problem;
import io.dbvitals.query.Query;
import io.dbvitals.query.load.QueryFiles.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A query file of a test, and what comes of loading it. */
public record QueryFile(Path path, Optional<String> format, Optional<String> metricPrefix) {
    public static QueryFile of(Path folder, String text) throws IOException {
        Path path = folder.resolve("q.yaml");
        Files.writeString(path, text);
        return new QueryFile(path, Optional.empty(), Optional.empty());
    }

    public QueryFile format(String format) {
        return new QueryFile(path, Optional.of(format), metricPrefix);
    }

    public QueryFile metricPrefix(String prefix) {
        return new QueryFile(path, format, Optional.of(prefix));
    }

    public Loaded load() throws ConfigException {
        return QueryFiles.load(include());
    }

    public Include include() {
        return new Include(path.toString(), format, metricPrefix, new Position("dbvitals.yaml", 9, 5));
    }

    public Query only() throws ConfigException {
        List<Query> all = load().all();
        if (all.size() != 1) {
            throw new AssertionError("expected one query, not " + all);
        }
        return all.get(0);
    }

    /** The mistakes as a user reads them, with {@code q.yaml} for the whole path. */
    public String mistakes() {
        try {
            load();
            return "";
        } catch (ConfigException e) {
            return lines(String.valueOf(e.getMessage()));
        }
    }

    public String warnings() throws ConfigException {
        return lines(String.join(
                "\n", load().warnings().stream().map(Problem::toString).toList()));
    }

    private String lines(String text) {
        return text.replace(path.toString(), "q.yaml");
    }
}
