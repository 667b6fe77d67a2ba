package io.dbvitals.api.dashboard.json;

import io.dbvitals.api.dashboard.Dashboard;
import io.dbvitals.config.json.Json;
import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.resource.Call;
import io.dbvitals.http.resource.Operation;
import io.dbvitals.http.resource.Resource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** {@code GET /api/v1/dashboard}; whoever has it already, as its {@code ETag} tells, is answered with 304. */
public final class DashboardResource implements Resource {
    /** They differ at every look, and tell nothing new. */
    private static final Set<String> OF_THE_MOMENT =
            Set.of("timestamp", "read_at", "age_seconds", "response_seconds", "process");

    private static final int TAG_BYTES = 16;

    private final Dashboard.Source source;

    private DashboardResource(Dashboard.Source source) {
        this.source = source;
    }

    public static Operation of(Dashboard.Source source) {
        return Operation.get("/api/v1/dashboard", new DashboardResource(source));
    }

    @Override
    public Answer answer(Call call) throws InterruptedException {
        Map<String, Object> dashboard = DashboardJson.of(source.read());
        String tag = tag(dashboard);
        boolean known = call.header("If-None-Match")
                .filter(wanted -> Arrays.stream(wanted.split(",", -1))
                        .map(each -> each.strip().replaceFirst("^W/", ""))
                        .anyMatch(each -> each.equals("*") || each.equals(tag)))
                .isPresent();
        Answer answer = known ? Answer.empty(304) : Answer.json(200, dashboard);
        // Weak: ages and times may differ.
        return answer.with("ETag", "W/" + tag).with("Cache-Control", "no-cache");
    }

    private static String tag(Map<String, Object> dashboard) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(Json.write(lasting(dashboard)).getBytes(StandardCharsets.UTF_8));
            return '"' + HexFormat.of().formatHex(hash, 0, TAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Object lasting(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> kept = new LinkedHashMap<>();
            map.forEach((key, each) -> {
                if (!OF_THE_MOMENT.contains(String.valueOf(key))) {
                    kept.put(key, lasting(each));
                }
            });
            return kept;
        }
        return value instanceof Collection<?> all
                ? all.stream().map(DashboardResource::lasting).toList()
                : value;
    }
}
