package io.dbvitals.grafana.reference;

import io.dbvitals.grafana.reference.source.Collector;
import io.dbvitals.grafana.reference.source.Family;
import io.dbvitals.grafana.reference.source.Query;
import io.dbvitals.grafana.reference.source.QueryFile;
import io.dbvitals.grafana.reference.source.Uses;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All metrics, in groups by where they come from.
 *
 * @param groups in the order of query files, then of collectors
 */
record Catalogue(List<Group> groups, Uses uses) {
    /**
     * Metrics of one origin.
     *
     * @param title of the file or collector
     * @param path of the file that gives them
     * @param says what they are and what they are read from
     * @param names a regular expression of those of a collector; empty for a file
     */
    record Group(String title, String path, String says, String names, List<Part> parts) {}

    /**
     * Those of a query; of a collector, all.
     *
     * @param query empty for a collector
     */
    record Part(Optional<Query> query, List<Family> families) {}

    static Catalogue of(Map<String, Family> served, List<QueryFile> files, List<Collector> collectors, Uses uses) {
        List<Group> groups = new ArrayList<>();
        Set<String> given = new HashSet<>();
        for (QueryFile file : files) {
            List<Part> parts = new ArrayList<>();
            for (Query query : file.queries()) {
                List<Family> families = new ArrayList<>();
                query.families().forEach((name, family) -> {
                    if (given.add(name)) {
                        families.add(known(family, Optional.ofNullable(served.get(name))));
                    }
                });
                parts.add(new Part(Optional.of(query), families));
            }
            groups.add(new Group(file.subject(), file.path(), file.says(), "", parts));
        }
        Map<String, Family> rest = new TreeMap<>(served);
        used(uses).forEach(name -> rest.putIfAbsent(name, new Family(name, "", "", Set.of(), "")));
        for (Collector collector : collectors) {
            List<Family> families = rest.values().stream()
                    .filter(family -> collector.gives(family.name()) && !isPart(family.name(), given))
                    .toList();
            families.forEach(family -> given.add(family.name()));
            groups.add(new Group(
                    collector.name(),
                    collector.path(),
                    collector.says(),
                    collector.names().pattern(),
                    List.of(new Part(Optional.empty(), families))));
        }
        return new Catalogue(groups, uses);
    }

    /** All metrics that are there. */
    List<Family> families() {
        return groups.stream()
                .flatMap(group -> group.parts().stream())
                .flatMap(part -> part.families().stream())
                .toList();
    }

    /** What a page shows is right about labels and type; the file knows the versions that have the column. */
    private static Family known(Family declared, Optional<Family> served) {
        return served.map(page -> new Family(
                        page.name(),
                        page.type(),
                        page.help(),
                        page.labels().isEmpty() ? declared.labels() : page.labels(),
                        page.versions()))
                .orElse(declared);
    }

    private static Set<String> used(Uses uses) {
        Set<String> used = new TreeSet<>(uses.alerts().keySet());
        used.addAll(uses.panels().keySet());
        used.removeIf(name -> name.contains(":"));
        return used;
    }

    private static boolean isPart(String name, Set<String> given) {
        return given.contains(name) || given.contains(name.replaceFirst("_(bucket|sum|count)$", ""));
    }
}
