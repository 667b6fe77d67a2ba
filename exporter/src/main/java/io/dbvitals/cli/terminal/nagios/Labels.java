package io.dbvitals.cli.terminal.nagios;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Labels of performance data that differ in their first 19 characters, as round-robin files name their sources. */
final class Labels {
    private static final int SIGNIFICANT = 19;
    private static final int KEPT = 13;
    private static final int HASHED = 0x10000;

    private Labels() {}

    /** Those that can be written; of labels that begin alike each gets a mark that depends on its own text alone. */
    static List<Performance> apart(List<Performance> all) {
        List<Performance> finite = all.stream().filter(Performance::finite).toList();
        Map<String, Integer> beginnings = new HashMap<>();
        finite.forEach(each -> beginnings.merge(beginning(each.label()), 1, Integer::sum));
        Set<String> taken = new HashSet<>();
        List<Performance> apart = new ArrayList<>();
        for (Performance each : finite) {
            String label = each.label();
            if (beginnings.getOrDefault(beginning(label), 0) > 1) {
                label = marked(label, taken);
            }
            taken.add(beginning(label));
            apart.add(each.named(label));
        }
        return apart;
    }

    private static String marked(String label, Set<String> taken) {
        String marked;
        int mark = Math.floorMod(label.hashCode(), HASHED);
        do {
            String kept = label.substring(0, Math.min(KEPT, label.length()));
            marked = kept + String.format("~%04x~", mark) + label.substring(kept.length());
            mark = (mark + 1) % HASHED;
        } while (taken.contains(beginning(marked)));
        return marked;
    }

    private static String beginning(String label) {
        return label.substring(0, Math.min(SIGNIFICANT, label.length()));
    }
}
