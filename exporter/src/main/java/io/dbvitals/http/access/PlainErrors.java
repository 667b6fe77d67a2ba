package io.dbvitals.http.access;

import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Problem;
import io.dbvitals.http.answer.SafeHeaders;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What is sent when a request is refused before any route sees it: status and name, nothing of the inside. */
public final class PlainErrors implements Request.Handler {
    private final Access access;

    public PlainErrors(Access access) {
        this.access = access;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        String path = Objects.requireNonNullElse(request.getHttpURI().getCanonicalPath(), "");
        Answer answer = Problem.of(Answer.text(status, status + " " + HttpStatus.getMessage(status)), path);
        SafeHeaders.put(response.getHeaders());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        access.headers().forEach(response.getHeaders()::put);
        response.write(true, answer.body().duplicate(), callback);
        return true;
    }
}
