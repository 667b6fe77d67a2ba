package io.dbvitals.http;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names in a sentence. */
final class Listing {
    private static final int MAX_NAMES = 100;

    private Listing() {}

    /** Sorted and separated by commas; a long list is cut, so that a typing error does not yield a page. */
    static String of(Collection<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        String shown = names.stream().sorted().limit(MAX_NAMES).collect(Collectors.joining(", "));
        return names.size() > MAX_NAMES ? shown + " and " + (names.size() - MAX_NAMES) + " more" : shown;
    }
}
