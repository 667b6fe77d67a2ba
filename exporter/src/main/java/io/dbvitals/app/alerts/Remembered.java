package io.dbvitals.app.alerts;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbvitals.alerts.AlertingException;
import io.dbvitals.alerts.Matchers;
import io.dbvitals.config.json.JsonNode;
import io.dbvitals.guard.audit.chain.Lines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A silence that was made here, from the audit log: Alertmanager forgets its own after some days.
 *
 * @param id of the silence
 * @param until at first; of one that was ended before, when that was
 */
record Remembered(
        String id,
        Matchers matchers,
        String actor,
        String comment,
        Instant from,
        Optional<Instant> until,
        boolean acknowledged) {
    /** Of the log's end, as what is older is history that nobody asks for. */
    private static final long MOST_BYTES = 8 << 20;

    /** Those of the log in their order; none where it cannot be read. */
    static List<Remembered> in(Path file) {
        Map<String, Remembered> byId = new HashMap<>();
        List<String> order = new ArrayList<>();
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            long size = Files.size(file);
            try (Lines lines = Lines.of(file, Math.max(0, size - MOST_BYTES), size)) {
                Optional<byte[]> next = lines.next();
                while (next.isPresent()) {
                    read(new String(next.get(), UTF_8), byId, order);
                    next = lines.next();
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return order.stream()
                .distinct()
                .flatMap(id -> Optional.ofNullable(byId.get(id)).stream())
                .toList();
    }

    private static void read(String line, Map<String, Remembered> byId, List<String> order) {
        if (!line.contains("\"action\":\"alert_") || !line.contains("\"phase\":\"outcome\"")) {
            return;
        }
        try {
            JsonNode json = JsonNode.parse(line);
            String id = json.text("sql_result");
            Instant at = Instant.parse(json.text("ts"));
            if (!json.text("outcome").equals("done")) {
                return;
            }
            switch (json.text("action")) {
                case OnRecord.ACKNOWLEDGED, OnRecord.SUPPRESSED -> {
                    byId.put(id, of(json, id, at));
                    order.add(id);
                }
                case OnRecord.UNACKNOWLEDGED, OnRecord.UNSUPPRESSED ->
                    byId.computeIfPresent(id, (same, one) -> one.endedAt(at));
                default -> {
                    // A test of a channel silences nothing.
                }
            }
        } catch (IllegalArgumentException | DateTimeException | AlertingException e) {
            // What somebody broke is for the command that verifies the log.
        }
    }

    private static Remembered of(JsonNode json, String id, Instant at) throws AlertingException {
        boolean acknowledged = json.text("action").equals(OnRecord.ACKNOWLEDGED);
        Matchers matchers = Matchers.parse(
                json.items("matchers").stream().map(JsonNode::text).toList());
        // One that is extended while the alert fires has no end that was known then.
        Optional<Instant> until = acknowledged ? Optional.empty() : Optional.of(Instant.parse(json.text("until")));
        return new Remembered(id, matchers, json.text("actor"), json.text("detail"), at, until, acknowledged);
    }

    private Remembered endedAt(Instant moment) {
        return new Remembered(id, matchers, actor, comment, from, Optional.of(moment), acknowledged);
    }
}
