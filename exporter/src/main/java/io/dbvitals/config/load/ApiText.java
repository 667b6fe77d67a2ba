package io.dbvitals.config.load;

import io.dbvitals.config.api.ApiConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes an {@code api:} block with every default filled in. */
final class ApiText {
    private ApiText() {}

    static Map<String, Object> of(ApiConfig api) {
        Map<String, Object> block = new LinkedHashMap<>();
        SourceText.putUnlessEmpty(block, "admins", api.admins());
        List<Object> tokens = List.copyOf(api.tokens().stream()
                .map(token -> SourceText.mapping(
                        "name", token.name(),
                        "role", text(token.role()),
                        "file", token.file().toString()))
                .toList());
        SourceText.putUnlessEmpty(block, "tokens", tokens);
        List<Object> subjects = List.copyOf(api.subjects().stream()
                .map(subject -> SourceText.mapping("subject", subject.name().getName(), "role", text(subject.role())))
                .toList());
        SourceText.putUnlessEmpty(block, "subjects", subjects);
        api.anonymous().ifPresent(anonymous -> block.put("anonymous", text(anonymous)));
        block.put(
                "rate_limit",
                SourceText.mapping(
                        "changes_per_minute", api.limits().changes(),
                        "all_changes_per_minute", api.limits().allChanges(),
                        "reads_per_minute", api.limits().reads(),
                        "failed_logins_per_minute", api.limits().failedLogins()));
        return block;
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
