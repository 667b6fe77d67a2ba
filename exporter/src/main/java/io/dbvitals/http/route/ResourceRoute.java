package io.dbvitals.http.route;

import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Parameters;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.answer.Route;
import io.dbvitals.http.resource.Call;
import io.dbvitals.http.resource.Caller;
import io.dbvitals.http.resource.Operations;
import io.dbvitals.http.resource.Role;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Operations on resources: finds the one that a request asks for, and answers on threads that may wait. */
public final class ResourceRoute implements Route {
    private final Operations operations;
    private final Executor threads;

    public ResourceRoute(Operations operations, Executor threads) {
        this.operations = operations;
        this.threads = threads;
    }

    /** Whether this is one of its paths. */
    public boolean has(String path) {
        return operations.has(path);
    }

    @Override
    public CompletableFuture<Answer> answer(Request request) throws Refusal {
        String path = Request.getPathInContext(request);
        Operations.Match match = operations.find(request.getMethod(), path);
        Caller caller = Caller.ANONYMOUS;
        if (!caller.role().covers(match.operation().role())) {
            throw new Refusal(403, "this needs the role " + Role.ADMIN);
        }
        Parameters parameters = Parameters.of(request);
        Map<String, String> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.putIfAbsent(field.getName().toLowerCase(Locale.ROOT), String.valueOf(field.getValue()));
        }
        CompletableFuture<String> body = new CompletableFuture<>();
        Content.Source.asString(
                request,
                StandardCharsets.UTF_8,
                org.eclipse.jetty.util.Promise.from(body::complete, body::completeExceptionally));
        return body.thenApplyAsync(
                text -> answer(
                        match,
                        new Call(request.getMethod(), path, match.variables(), parameters, headers, text, caller)),
                threads);
    }

    private static Answer answer(Operations.Match match, Call call) {
        try {
            return match.operation().resource().answer(call);
        } catch (Refusal refusal) {
            return refusal.answer();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.text(503, "the program is about to end");
        }
    }
}
