package io.dbvitals.vector.probe;

import io.dbvitals.config.VectorConfig;
import io.dbvitals.config.select.Globs;
import io.dbvitals.vector.catalog.IndexName;
import io.dbvitals.vector.catalog.VectorIndex;
import io.dbvitals.vector.probe.series.IndexSeries;
import io.dbvitals.vector.probe.series.ProbeFamilies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The indexes that are searched now: those that the catalogs have, those that went without a successor, and those of the user's queries. */
final class Roster {
    /** So long an index that went is missed. */
    private static final Duration MISSED = Duration.ofHours(24);

    /** What {@code REINDEX CONCURRENTLY} builds and leaves behind. */
    private static final Pattern TRANSIENT = Pattern.compile(".*_cc(new|old)\\d*");

    private final VectorConfig config;
    private final ProbeFamilies families;
    private final RandomGenerator random;
    private final LongSupplier nanoClock;
    private volatile Map<IndexName, Subject> subjects = Map.of();

    Roster(VectorConfig config, ProbeFamilies families, RandomGenerator random, LongSupplier nanoClock) {
        this.config = config;
        this.families = families;
        this.random = random;
        this.nanoClock = nanoClock;
    }

    /** In the order in which they were found. */
    List<Subject> all() {
        return List.copyOf(subjects.values());
    }

    Map<IndexName, IndexSeries> series() {
        Map<IndexName, IndexSeries> series = new LinkedHashMap<>();
        subjects.forEach((name, subject) -> series.put(name, subject.series()));
        return series;
    }

    /** Those of them, in the order of their databases: each is connected to once. */
    Map<String, List<Subject>> byDatabase() {
        return subjects.values().stream()
                .collect(Collectors.groupingBy(
                        subject -> subject.name().database(), LinkedHashMap::new, Collectors.toList()));
    }

    /** Indexes of that database that {@code found} no longer has. */
    Set<IndexName> missing(String database, List<VectorIndex> found) {
        Set<IndexName> there = found.stream().map(VectorIndex::name).collect(Collectors.toSet());
        return subjects.values().stream()
                .filter(subject -> subject.own().isEmpty())
                .map(Subject::name)
                .filter(name -> name.database().equals(database) && !there.contains(name))
                .collect(Collectors.toSet());
    }

    /** The indexes that the user's queries in a database name; empty for one that is not there. */
    void updateQueries(String database, Map<VectorConfig.OwnQuery, Optional<IndexName>> own) {
        Map<IndexName, Subject> next = new LinkedHashMap<>(subjects);
        own.forEach((query, name) -> ofTheUser(database, query, name, next));
        publish(next);
    }

    /**
     * What the catalogs of a database have now; what a query of the user's searches is searched by that alone.
     *
     * @param found all vector indexes of it
     * @param tables the {@link #missing} ones whose tables are still there
     */
    void updateIndexes(String database, List<VectorIndex> found, Set<IndexName> tables) {
        Map<IndexName, Subject> next = new LinkedHashMap<>(subjects);
        Set<IndexName> before = Set.copyOf(next.keySet());
        Set<String> queried = next.values().stream()
                .filter(subject -> subject.own().isPresent())
                .filter(subject -> subject.name().database().equals(database))
                .map(subject -> subject.name().qualified())
                .collect(Collectors.toSet());
        Set<IndexName> missing = missing(database, found);
        for (VectorIndex index : found) {
            if (selected(index) && !queried.contains(index.name().qualified())) {
                next.computeIfAbsent(index.name(), name -> begin(index)).seen(index);
            }
        }
        for (IndexName name : missing) {
            Optional.ofNullable(next.get(name)).ifPresent(subject -> {
                if (!tables.contains(name) || replaced(subject, found, before) || subject.lostLongerThan(MISSED)) {
                    next.remove(name);
                } else {
                    subject.lost();
                }
            });
        }
        publish(next);
    }

    /** Indexes in other databases are searched no more. */
    void retain(Set<String> databases) {
        removeIf(subject -> !databases.contains(subject.name().database()));
    }

    /** An index that went is searched no more once its table went as well. */
    void forget(Subject lost) {
        removeIf(lost::equals);
    }

    private void removeIf(Predicate<Subject> unwanted) {
        Map<IndexName, Subject> next = new LinkedHashMap<>(subjects);
        next.values().removeIf(unwanted);
        publish(next);
    }

    private boolean selected(VectorIndex index) {
        String name = index.name().qualified();
        boolean transientOne =
                !index.valid() && TRANSIENT.matcher(index.name().index()).matches();
        return (config.include().isEmpty() || Globs.any(config.include(), name))
                && !Globs.any(config.exclude(), name)
                && !transientOne;
    }

    /** One for the same operator, or one that is new: a change of operator is no loss, two operators of which one went are. */
    private static boolean replaced(Subject lost, List<VectorIndex> found, Set<IndexName> before) {
        return lost.latest().isPresent()
                && found.stream()
                        .filter(index -> index.valid()
                                && index.relation().equals(lost.latest().get().relation())
                                && index.expression().equals(lost.latest().get().expression()))
                        .anyMatch(index ->
                                index.operator().equals(lost.latest().get().operator())
                                        || !before.contains(index.name()));
    }

    private void ofTheUser(
            String database, VectorConfig.OwnQuery query, Optional<IndexName> there, Map<IndexName, Subject> next) {
        List<IndexName> former = new ArrayList<>();
        next.values().stream()
                .filter(each -> each.own().equals(Optional.of(query)))
                .map(Subject::name)
                .forEach(former::add);
        int dot = query.index().indexOf('.');
        // A table that is not known any more is called as it was.
        IndexName name = there.orElseGet(() -> former.stream()
                .findFirst()
                .orElseGet(() -> new IndexName(
                        database,
                        query.index().substring(0, dot),
                        "",
                        query.index().substring(dot + 1))));
        former.stream().filter(each -> !each.equals(name)).forEach(next::remove);
        next.computeIfAbsent(
                        name, each -> Subject.of(query, name, config, families.begin(name, true), random, nanoClock))
                .seen(there.isPresent());
    }

    private Subject begin(VectorIndex index) {
        return Subject.of(index, config, families.begin(index.name(), false), random, nanoClock);
    }

    private void publish(Map<IndexName, Subject> next) {
        Map<IndexName, Subject> before = subjects;
        subjects = next;
        before.keySet().stream().filter(name -> !next.containsKey(name)).forEach(families::end);
    }
}
