package io.dbvitals.http.call;

import io.dbvitals.http.answer.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Promise;

/** The body of a call: JSON in UTF-8, within a time. How long it may be the server says. */
public final class CallBody {
    private CallBody() {}

    static boolean isJson(HttpFields headers) {
        String type = headers.get(HttpHeader.CONTENT_TYPE);
        return type != null
                && type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("application/json");
    }

    /** Reads it; fails with a {@link Refusal} in a {@link CompletionException}. */
    public static CompletableFuture<String> read(Request request, long millis) {
        CompletableFuture<ByteBuffer> bytes = new CompletableFuture<>();
        Content.Source.asByteBuffer(request, Promise.from(bytes::complete, bytes::completeExceptionally));
        return bytes.orTimeout(millis, TimeUnit.MILLISECONDS)
                .handle((body, failure) -> failure == null ? body : fail(failure))
                .thenApply(body -> text(request, body));
    }

    private static ByteBuffer fail(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            throw new CompletionException(
                    new Refusal(408, "the body did not come in time", HttpHeader.CONNECTION.asString(), "close"));
        }
        if (cause instanceof HttpException refused && refused.getCode() == 413) {
            throw new CompletionException(
                    new Refusal(413, "the body is too long", HttpHeader.CONNECTION.asString(), "close"));
        }
        throw new CompletionException(
                new Refusal(400, "the body could not be read", HttpHeader.CONNECTION.asString(), "close"));
    }

    private static String text(Request request, ByteBuffer body) {
        if (body.hasRemaining() && !isJson(request.getHeaders())) {
            throw new CompletionException(
                    new Refusal(415, "the body must be JSON; add the header \"Content-Type: application/json\""));
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(body).toString();
        } catch (CharacterCodingException e) {
            throw new CompletionException(new Refusal(400, "the body is not UTF-8"));
        }
    }
}
