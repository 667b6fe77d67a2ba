package io.dbvitals.demo.bench;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.bench.system.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What is measured. dbvitals reads what its peers read, no more and no less, so that their sum can be compared with it; without any
 * peer it reads all that can be started.
 *
 * @param kinds systems that are started and read
 * @param peers exporters, one for each of these kinds, or none at all
 * @param leftOut systems that are not read, and why
 */
record Plan(Set<Kind> kinds, Map<Kind, Path> peers, List<String> leftOut) {
    Plan {
        kinds = Set.copyOf(kinds);
        peers = Map.copyOf(peers);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Decides.
     *
     * @param only the one system that is asked for; default: all
     * @param found exporters that are installed or named
     * @param lacks what a kind's server needs and is not installed
     */
    static Plan of(Optional<Kind> only, Map<Kind, Path> found, Function<Kind, Optional<String>> lacks)
            throws DemoException {
        Set<Kind> asked = only.<Set<Kind>>map(EnumSet::of).orElseGet(() -> EnumSet.allOf(Kind.class));
        Map<Kind, Path> peers = new EnumMap<>(Kind.class);
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        List<String> leftOut = new ArrayList<>();
        for (Kind kind : asked) {
            Path peer = found.get(kind);
            Optional<String> missing = lacks.apply(kind);
            if (missing.isPresent()) {
                leftOut.add(kind.key() + ", because " + missing.get() + " is not installed");
            } else if (peer != null) {
                kinds.add(kind);
                peers.put(kind, peer);
            } else if (asked.stream().noneMatch(found::containsKey)) {
                kinds.add(kind);
            } else {
                leftOut.add(kind.key() + ", because there is no " + kind.peer() + " (" + kind.remedy() + ")");
            }
        }
        if (kinds.isEmpty()) {
            throw new DemoException("there is nothing to measure: " + String.join("; ", leftOut));
        }
        return new Plan(kinds, peers, leftOut);
    }
}
