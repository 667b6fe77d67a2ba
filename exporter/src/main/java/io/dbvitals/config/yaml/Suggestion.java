package io.dbvitals.config.yaml;

import java.util.Collection;

/** Finds the word that a user probably meant. */
public final class Suggestion {
    private Suggestion() {}

    /** {@code " (did you mean \"x\"?)"}, or nothing when no candidate is near. */
    public static String of(String given, Collection<String> candidates) {
        String best = "";
        int distance = Math.max(2, given.length() / 3) + 1;
        for (String candidate : candidates) {
            int d = distance(given, candidate);
            if (d < distance) {
                distance = d;
                best = candidate;
            }
        }
        return best.isEmpty() ? "" : " (did you mean \"" + best + "\"?)";
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? diagonal : diagonal + 1;
                diagonal = row[j];
                row[j] = Math.min(cost, Math.min(row[j - 1], diagonal) + 1);
            }
        }
        return row[b.length()];
    }
}
