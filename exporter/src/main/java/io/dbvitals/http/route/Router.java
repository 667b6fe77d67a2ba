package io.dbvitals.http.route;

import io.dbvitals.http.access.Access;
import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.answer.Sending;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in who may come in, finds the route, and sends its answer. */
public final class Router extends Handler.Abstract {
    private static final Logger logger = LoggerFactory.getLogger(Router.class);

    private final Access access;
    private final Map<Connector, Routes> routes;

    /** @param routes of each port; not changed after the server was started */
    public Router(Access access, Map<Connector, Routes> routes) {
        this.access = access;
        this.routes = routes;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        AtomicBoolean sending = new AtomicBoolean();
        // While a scrape runs nothing moves on the connection, and that is no reason to close it.
        request.addIdleTimeoutListener(timeout -> sending.get());
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        access.headers().forEach(response.getHeaders()::put);
        CompletableFuture<Answer> answer = access.decide(request.getHeaders().get(HttpHeader.AUTHORIZATION))
                .thenCompose(decision -> answer(request, decision))
                .exceptionally(failure -> failed(request, failure));
        answer.thenAccept(ready -> {
                    sending.set(true);
                    send(request, response, callback, ready);
                })
                .exceptionally(failure -> {
                    callback.failed(failure);
                    return null;
                });
        return true;
    }

    private CompletableFuture<Answer> answer(Request request, Access.Decision decision) {
        if (decision == Access.Decision.BUSY) {
            return CompletableFuture.completedFuture(
                    Answer.text(503, "too many logins at once; try again").with("Retry-After", "1"));
        }
        if (decision == Access.Decision.REFUSED) {
            return CompletableFuture.completedFuture(Answer.text(401, "a user and its password are needed")
                    .with("WWW-Authenticate", "Basic realm=\"dbvitals\", charset=\"UTF-8\""));
        }
        Connector connector = request.getConnectionMetaData().getConnector();
        Routes here = routes.get(connector);
        if (here == null) {
            return CompletableFuture.completedFuture(Answer.text(404, "nothing is served here"));
        }
        try {
            return here.find(request).answer(request);
        } catch (Refusal refusal) {
            return CompletableFuture.completedFuture(refusal.answer());
        }
    }

    private static Answer failed(Request request, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            logger.error("{} was not ready in time and is given up", Request.getPathInContext(request));
            return Answer.text(503, "not ready in time; the log of dbvitals says more");
        }
        logger.error("{} cannot be answered", Request.getPathInContext(request), cause);
        return Answer.text(500, "internal error; the log of dbvitals says more");
    }

    private static void send(Request request, Response response, Callback callback, Answer answer) {
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        answer.headers().forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().remaining());
        if (HttpMethod.HEAD.is(request.getMethod())) {
            callback.succeeded();
        } else {
            new Sending(response, answer.body().duplicate(), callback).iterate();
        }
    }
}
