package io.dbvitals.http.answer;

import io.dbvitals.config.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/** Errors of the API as RFC 9457 wants them: {@code {"type", "title", "status", "detail", "instance"}}. */
public final class Problem {
    private static final String TYPE = "application/problem+json";

    private Problem() {}

    /** Whether errors at that path are problem documents. */
    public static boolean isAskedFor(String path) {
        return path.equals("/api") || path.startsWith("/api/");
    }

    /** An error that was written as text, in the form of that path; anything else as it is. */
    public static Answer of(Answer answer, String path) {
        if (answer.status() < 400 || !answer.contentType().startsWith("text/plain") || !isAskedFor(path)) {
            return answer;
        }
        String detail = StandardCharsets.UTF_8
                .decode(answer.body().duplicate())
                .toString()
                .strip();
        ByteBuffer body = ByteBuffer.wrap(text(answer.status(), detail, path).getBytes(StandardCharsets.UTF_8));
        return new Answer(answer.status(), TYPE, body, answer.headers());
    }

    private static String text(int status, String detail, String path) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", HttpStatus.getMessage(status));
        problem.put("status", status);
        problem.put("detail", detail);
        problem.put("instance", path);
        return Json.write(problem) + "\n";
    }
}
