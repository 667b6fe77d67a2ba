package io.dbvitals.http.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One item of an {@code Accept} or {@code Accept-Encoding} header.
 *
 * @param quality from 0 (not acceptable) to 1
 */
record MediaRange(String type, Map<String, String> parameters, double quality) {
    static List<MediaRange> parse(String header) {
        List<MediaRange> ranges = new ArrayList<>();
        for (String item : header.split(",", -1)) {
            if (!item.isBlank()) {
                ranges.add(one(item));
            }
        }
        return ranges;
    }

    private static MediaRange one(String item) {
        String[] parts = item.split(";", -1);
        Map<String, String> parameters = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals > 0) {
                String value = parts[i].substring(equals + 1).strip();
                parameters.put(parts[i].substring(0, equals).strip().toLowerCase(Locale.ROOT), value.replace("\"", ""));
            }
        }
        return new MediaRange(parts[0].strip().toLowerCase(Locale.ROOT), parameters, quality(parameters));
    }

    private static double quality(Map<String, String> parameters) {
        String q = parameters.getOrDefault("q", "1");
        try {
            double quality = Double.parseDouble(q);
            return quality >= 0 && quality <= 1 ? quality : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Empty when it is not there. */
    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
