package io.dbvitals.http.answer;

import io.dbvitals.config.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is sent back.
 *
 * @param body shared by all who get the same page; read through a duplicate
 * @param headers besides the content's type and length
 */
public record Answer(int status, String contentType, ByteBuffer body, Map<String, String> headers) {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";
    /** A line end in a header would begin another one. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}]+");

    public Answer {
        body = body.asReadOnlyBuffer();
        Map<String, String> clean = new HashMap<>();
        headers.forEach((name, value) -> clean.put(name, CONTROL.matcher(value).replaceAll(" ")));
        headers = Map.copyOf(clean);
    }

    /** One or more lines for people. */
    public static Answer text(int status, String text) {
        return new Answer(status, TEXT, utf8(text + "\n"), Map.of());
    }

    public static Answer json(int status, Object value) {
        return new Answer(status, JSON, utf8(Json.write(value) + "\n"), Map.of());
    }

    public static Answer html(String page, String contentSecurityPolicy) {
        return new Answer(
                200,
                "text/html; charset=utf-8",
                utf8(page),
                Map.of("Content-Security-Policy", contentSecurityPolicy, "Referrer-Policy", "no-referrer"));
    }

    /** Nothing but its headers, as 304 has it. */
    public static Answer empty(int status) {
        return new Answer(status, TEXT, ByteBuffer.allocate(0), Map.of());
    }

    /** The same with one header more. */
    public Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, body, more);
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
