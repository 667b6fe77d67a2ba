package io.dbvitals.http.answer;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names in a sentence. */
public final class Listing {
    private static final int MAX_NAMES = 100;

    private Listing() {}

    /** Sorted and separated by commas; a long list is cut, so that a typing error does not yield a page. */
    public static String of(Collection<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        String shown = names.stream().sorted().limit(MAX_NAMES).collect(Collectors.joining(", "));
        return names.size() > MAX_NAMES ? shown + " and " + (names.size() - MAX_NAMES) + " more" : shown;
    }
}
