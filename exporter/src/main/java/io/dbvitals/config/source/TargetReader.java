package io.dbvitals.config.source;

import io.dbvitals.config.Config;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.VectorConfig;
import io.dbvitals.config.login.Keys;
import io.dbvitals.config.thresholds.ThresholdsReader;
import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one item of {@code targets:}. */
public final class TargetReader {
    /** What can be watched; each is a key of a target. */
    public static final List<String> KINDS = List.of("postgres", "redis", "mysql", "pgbouncer", "host");

    /** Those that can be probed: everything that lies behind a port. */
    private static final List<String> SERVERS = List.of("postgres", "redis", "mysql", "pgbouncer");

    /** Safe in a URL path, a label and a file name. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

    private static final Pattern LABEL = Pattern.compile("(?!__)[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]*");
    private static final List<String> OWN_LABELS = List.of("target", "server");

    private final PostgresReader postgres;
    private final PgBouncerReader pgbouncer;
    private final MySqlReader mysql;
    private final RedisReader redis;
    private final HostReader host;
    private final VectorReader vector;
    private final Problems problems;

    /** @param folder that relative paths begin at */
    public TargetReader(Path folder, Map<String, String> environment, Problems problems) {
        this.postgres = new PostgresReader(folder, environment, problems);
        this.pgbouncer = new PgBouncerReader(folder, problems);
        this.mysql = new MySqlReader(folder, problems);
        this.redis = new RedisReader(folder, problems);
        this.host = new HostReader(folder, problems);
        this.vector = new VectorReader(problems);
        this.problems = problems;
    }

    /** Empty when the item says nothing that can be watched; that is a problem by then. */
    public Optional<TargetConfig> read(YamlNode node) {
        MappingReader reader = Keys.block(node, "a target", problems);
        if (!(node instanceof YamlNode.Mapping)) {
            return Optional.empty();
        }
        String name = reader.requiredText("name");
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            problems.add(
                    reader.positionOf("name"),
                    "the name \"" + reader.written("name")
                            + "\" must be letters, digits, \"_\", \".\" and \"-\", and at most 63 of them");
        }
        Optional<TargetConfig.Databases> databases = reader.node("databases").map(postgres::databases);
        List<String> kinds = KINDS.stream().filter(reader::has).toList();
        if (kinds.isEmpty()) {
            problems.add(reader.position(), "a target must say what it watches, as in postgres: {url: …}");
        } else if (kinds.size() > 1) {
            problems.add(
                    reader.positionOf(kinds.get(1)),
                    "a target watches one system; give " + kinds.get(1) + " a target of its own");
        }
        if (databases.isPresent() && !kinds.contains("postgres")) {
            problems.add(reader.positionOf("databases"), "\"databases\" is for postgres targets");
        }
        Optional<VectorConfig> searched = reader.node("vector").map(vector::read);
        if (searched.isPresent() && !kinds.contains("postgres")) {
            problems.add(reader.positionOf("vector"), "\"vector\" is for postgres targets");
        }
        Optional<TargetConfig.Source> source = kinds.stream()
                .map(kind -> source(reader, kind, databases.orElse(TargetConfig.Databases.ONE)))
                .findFirst();
        Map<String, String> labels = reader.textMap("labels");
        labels.keySet().forEach(label -> checkLabel(reader, label));
        List<String> tags = tags(reader);
        Map<String, Config.Threshold> thresholds =
                reader.mapping("thresholds").map(ThresholdsReader::read).orElse(Map.of());
        reader.finish();
        return source.map(system -> new TargetConfig(
                name, system, labels, tags, thresholds, searched.orElse(VectorConfig.OFF), reader.position()));
    }

    /** A module of {@code /probe}: a block of one kind, as in {@code redis: {…}}, or right away the keys of a PostgreSQL server. */
    public TargetConfig.Source module(YamlNode node, String what) {
        MappingReader reader = Keys.block(node, what, problems);
        List<String> kinds = SERVERS.stream().filter(reader::has).toList();
        if (kinds.isEmpty()) {
            return postgres.module(node, what);
        }
        String kind = kinds.get(0);
        YamlNode block = reader.node(kind).orElseThrow();
        reader.finish();
        return switch (kind) {
            case "redis" -> redis.read(block, what, true);
            case "mysql" -> mysql.read(block, what, true);
            case "pgbouncer" -> pgbouncer.read(block, what, true);
            default -> postgres.module(block, what);
        };
    }

    private TargetConfig.Source source(MappingReader reader, String kind, TargetConfig.Databases databases) {
        YamlNode block = reader.node(kind).orElseThrow();
        String what = "\"" + kind + "\"";
        return switch (kind) {
            case "redis" -> redis.read(block, what, false);
            case "mysql" -> mysql.read(block, what, false);
            case "pgbouncer" -> pgbouncer.read(block, what, false);
            case "host" -> host.read(block);
            default -> postgres.read(block, what, databases);
        };
    }

    private void checkLabel(MappingReader reader, String label) {
        if (!LABEL.matcher(label).matches()) {
            problems.add(
                    reader.positionOf("labels"),
                    "the label \"" + label
                            + "\" must be letters, digits and \"_\", and not start with a digit or \"__\"");
        } else if (OWN_LABELS.contains(label)) {
            problems.add(
                    reader.positionOf("labels"), "the label \"" + label + "\" is set by dbvitals; choose another name");
        }
    }

    private List<String> tags(MappingReader reader) {
        for (YamlNode.Scalar tag : reader.scalars("tags")) {
            if (!TAG.matcher(tag.text()).matches()) {
                problems.add(
                        tag.position(),
                        "the tag \"" + tag.written() + "\" must be letters, digits, \"_\", \".\", \":\" and \"-\"");
            }
        }
        return reader.texts("tags");
    }
}
