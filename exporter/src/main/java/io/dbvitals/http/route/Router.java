package io.dbvitals.http.route;

import io.dbvitals.http.access.Access;
import io.dbvitals.http.access.Addresses;
import io.dbvitals.http.access.Admission;
import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Problem;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.answer.SafeHeaders;
import io.dbvitals.http.answer.Sending;
import io.dbvitals.http.call.Refusals;
import io.dbvitals.http.resource.RefusalReason;
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
    private static final int FIRST_ERROR = 400;
    private static final Logger logger = LoggerFactory.getLogger(Router.class);

    private final Access access;
    private final Map<Connector, Routes> routes;
    private final Refusals refusals;

    /** @param routes of each port; not changed after the server was started */
    public Router(Access access, Map<Connector, Routes> routes, Refusals refusals) {
        this.access = access;
        this.routes = routes;
        this.refusals = refusals;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        AtomicBoolean sending = new AtomicBoolean();
        // While a scrape runs nothing moves on the connection, and that is no reason to close it.
        request.addIdleTimeoutListener(timeout -> sending.get());
        SafeHeaders.put(response.getHeaders());
        access.headers().forEach(response.getHeaders()::put);
        CompletableFuture<Answer> answer = access.decide(request)
                .thenCompose(admission -> answer(request, admission))
                .exceptionally(failure -> failed(request, failure))
                .thenApply(found -> Problem.of(found, Request.getPathInContext(request)));
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

    private CompletableFuture<Answer> answer(Request request, Admission admission) {
        if (admission.decision() != Admission.Decision.ADMITTED) {
            return CompletableFuture.completedFuture(refused(request, admission));
        }
        admission.keepWith(request);
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

    private Answer refused(Request request, Admission admission) {
        String address = Addresses.full(request);
        if (admission.decision() == Admission.Decision.BUSY) {
            refusals.count(RefusalReason.BUSY, address);
            return Answer.text(503, "too many logins at once; try again").with("Retry-After", "1");
        }
        if (admission.decision() == Admission.Decision.LIMITED) {
            refusals.count(RefusalReason.LOGINS_LIMITED, address);
            String seconds = String.valueOf(admission.pause().toSeconds() + 1);
            return Answer.text(429, "too many wrong logins from this address; try again in " + seconds + " s")
                    .with("Retry-After", seconds);
        }
        refusals.count(RefusalReason.LOGIN, address);
        if (!access.hasLogins()) {
            return Answer.text(403, "a client certificate is needed whose subject is in api.subjects");
        }
        String needed = access.hasUsers() ? "a user and its password are needed" : "a token is needed";
        return Answer.text(401, needed).with("WWW-Authenticate", access.challenge());
    }

    private static Answer failed(Request request, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Refusal refusal) {
            return refusal.answer();
        }
        if (cause instanceof InterruptedException) {
            return Answer.text(503, "the program is about to end");
        }
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
        if (answer.status() >= FIRST_ERROR && !isReading(request)) {
            // Its body may not have been read: the connection ends with this, and whoever asked is told so before the
            // next request.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        if (HttpMethod.HEAD.is(request.getMethod())) {
            callback.succeeded();
        } else {
            new Sending(response, answer.body().duplicate(), callback).iterate();
        }
    }

    private static boolean isReading(Request request) {
        return HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
    }
}
