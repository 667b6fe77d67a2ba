package io.dbvitals.app.check.catalog;

import io.dbvitals.app.check.service.Service;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** All services by their names. */
public final class Services {
    private static final List<Service> ALL = Stream.of(
                    Sessions.all(), Wraparound.all(), Storage.all(), Replication.all(), Servers.all())
            .flatMap(List::stream)
            .sorted(Comparator.comparing(service -> service.names().get(0)))
            .toList();

    private Services() {}

    public static List<Service> all() {
        return ALL;
    }

    /** By any of its names, in any case, and as {@code longest-query}. */
    public static Optional<Service> named(String name) {
        String known = name.strip().toLowerCase(Locale.ROOT).replace('-', '_');
        return ALL.stream().filter(service -> service.names().contains(known)).findFirst();
    }
}
