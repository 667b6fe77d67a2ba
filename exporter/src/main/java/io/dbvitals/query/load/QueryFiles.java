package io.dbvitals.query.load;

import io.dbvitals.config.Config;
import io.dbvitals.config.Config.Include;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Position;
import io.dbvitals.config.yaml.Problem;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.Suggestion;
import io.dbvitals.config.yaml.YamlFile;
import io.dbvitals.config.yaml.YamlNode;
import io.dbvitals.query.Query;
import io.dbvitals.query.load.QuerySet.Source;
import io.dbvitals.query.load.QuerySet.Sourced;
import io.dbvitals.query.load.format.Format;
import io.dbvitals.query.load.format.NativeFormat;
import io.dbvitals.query.load.format.PgExporterFormat;
import io.dbvitals.query.load.format.PostgresExporterFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads the query files inside the program and those of the user, in any format, into one checked list. */
public final class QueryFiles {
    private final Problems problems = new Problems();
    private final Problems warnings = new Problems();
    private final QuerySet queries = new QuerySet(problems, warnings);
    private final List<Path> watched = new ArrayList<>();

    private QueryFiles() {}

    /**
     * What was loaded.
     *
     * @param all in the order of the files, with what is switched off; {@link Query#enabled} is final
     * @param files that were read, and the folders in which further ones may appear: what a watcher watches
     * @param warnings what was tolerated, in the order of the files
     */
    public record Loaded(List<Query> all, List<Path> files, List<Problem> warnings) {
        public Loaded {
            all = List.copyOf(all);
            files = List.copyOf(files);
            warnings = List.copyOf(warnings);
        }

        /** Those that run where their requirements hold. */
        public List<Query> active() {
            return all.stream().filter(Query::enabled).toList();
        }
    }

    /**
     * Loads all that the configuration names.
     *
     * @param base relative paths begin here
     * @throws ConfigException with every mistake of every file
     */
    public static Loaded load(Config.Queries config, Path base) throws ConfigException {
        QueryFiles files = new QueryFiles();
        if (config.builtin()) {
            for (Map.Entry<String, String> file : BuiltinFiles.read().entrySet()) {
                String name = "builtin:" + file.getKey();
                Optional<YamlNode> root = YamlFile.parse(name, file.getValue());
                root.ifPresent(node -> files.add(
                        NativeFormat.read(node, files.problems, files.warnings), new Source(-1, Format.NATIVE)));
            }
        }
        for (int i = 0; i < config.include().size(); i++) {
            files.include(config.include().get(i), i, base);
        }
        files.queries.choose(config);
        SharedMetrics.check(files.queries, files.problems, files.warnings);
        files.problems.throwIfAny();
        return new Loaded(
                files.queries.all().stream().map(Sourced::query).toList(),
                files.watched.stream().distinct().toList(),
                files.warnings.list());
    }

    /** Loads one file, folder or glob by itself, without what is inside the program: for checking and converting. */
    public static Loaded load(Include include) throws ConfigException {
        return load(new Config.Queries(false, List.of(include), List.of(), List.of()), Path.of(""));
    }

    private void include(Include include, int number, Path base) {
        Optional<Format> given = include.format().flatMap(Format::of);
        if (include.format().isPresent() && given.isEmpty()) {
            String text = include.format().get();
            problems.add(
                    include.position(),
                    "the format \"" + text + "\" is unknown" + Suggestion.of(text, Format.texts()) + "; it is one of "
                            + String.join(", ", Format.texts()));
            return;
        }
        IncludedPaths paths = IncludedPaths.of(include, base, problems, warnings);
        watched.addAll(paths.watched());
        // pg_exporter passes over the bad files of its folder as long as one is good.
        boolean forgiving = paths.folder() && given.equals(Optional.of(Format.PG_EXPORTER));
        List<Problem> bad = new ArrayList<>();
        int good = 0;
        for (int rank = 0; rank < paths.files().size(); rank++) {
            Problems found = new Problems();
            read(paths.files().get(rank), rank, include, given, number, found);
            bad.addAll(found.list());
            good += found.isEmpty() ? 1 : 0;
        }
        boolean forgiven = forgiving && good > 0;
        for (Problem problem : bad) {
            (forgiven ? warnings : problems)
                    .add(problem.position(), problem.message() + (forgiven ? "; the file is left out" : ""));
        }
    }

    private void read(Path path, int rank, Include include, Optional<Format> given, int number, Problems found) {
        Optional<YamlNode> root;
        try {
            root = YamlFile.read(path);
        } catch (ConfigException e) {
            e.problems().forEach(problem -> found.add(problem.position(), problem.message()));
            if (e.problems().isEmpty()) {
                found.add(include.position(), String.valueOf(e.getMessage()));
            }
            return;
        }
        if (root.isEmpty()) {
            warnings.add(new Position(path.toString(), 1, 1), "the file is empty");
            return;
        }
        for (YamlNode document : ConfigMapText.documents(root.get(), found)) {
            read(document, rank, include, given, number, found);
        }
    }

    private void read(YamlNode root, int rank, Include include, Optional<Format> given, int number, Problems found) {
        Optional<Format> detected = Format.detect(root);
        Optional<Format> format = given.equals(Optional.of(Format.POSTGRES_EXPORTER))
                ? detected.filter(Format.CLOUDNATIVE_PG::equals).or(() -> given)
                : given.or(() -> detected);
        if (format.isEmpty()) {
            found.add(
                    root.position(),
                    "this is no query file: write \"queries:\" first, or say which \"format\" it has: "
                            + String.join(", ", Format.texts()));
            return;
        }
        List<Query> read = read(root, format.get(), rank, include, found);
        if (found.isEmpty()) {
            add(read, new Source(number, format.get()));
        }
    }

    private List<Query> read(YamlNode root, Format format, int rank, Include include, Problems found) {
        return switch (format) {
            case NATIVE -> NativeFormat.read(root, found, warnings);
            case POSTGRES_EXPORTER -> PostgresExporterFormat.read(root, false, include.metricPrefix(), found, warnings);
            case CLOUDNATIVE_PG -> PostgresExporterFormat.read(root, true, include.metricPrefix(), found, warnings);
            case PG_EXPORTER -> PgExporterFormat.read(root, rank, found, warnings);
        };
    }

    private void add(List<Query> read, Source source) {
        read.forEach(query -> queries.add(query, source));
    }
}
