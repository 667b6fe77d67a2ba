package io.dbvitals.http.route;

import io.dbvitals.http.access.Addresses;
import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Parameters;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.answer.Route;
import io.dbvitals.http.call.CallBody;
import io.dbvitals.http.call.CallThreads;
import io.dbvitals.http.call.Gate;
import io.dbvitals.http.call.Refusals;
import io.dbvitals.http.resource.Audit;
import io.dbvitals.http.resource.Call;
import io.dbvitals.http.resource.Caller;
import io.dbvitals.http.resource.Operation;
import io.dbvitals.http.resource.Operations;
import io.dbvitals.http.resource.RefusalReason;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;

/** Operations on resources: finds the one that a request asks for, and answers on threads that may wait. */
public final class ResourceRoute implements Route {
    private final Operations operations;
    private final Gate gate;
    private final CallThreads threads;
    private final Audit audit;
    private final Refusals refusals;
    private final long bodyMillis;

    /** @param bodyMillis that the body of a call may take to come in */
    public ResourceRoute(
            Operations operations, Gate gate, CallThreads threads, Audit audit, Refusals refusals, long bodyMillis) {
        this.operations = operations;
        this.gate = gate;
        this.threads = threads;
        this.audit = audit;
        this.refusals = refusals;
        this.bodyMillis = bodyMillis;
    }

    /** Whether this is one of its paths. */
    public boolean has(String path) {
        return operations.has(path);
    }

    @Override
    public CompletableFuture<Answer> answer(Request request) throws Refusal {
        String path = Request.getPathInContext(request);
        if (path.chars().anyMatch(Character::isISOControl)) {
            throw new Refusal(400, "the path has control characters");
        }
        Operations.Match match = operations.find(request.getMethod(), path);
        Caller caller = gate.admit(request, match.operation());
        Parameters parameters = Parameters.of(request);
        Map<String, String> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.putIfAbsent(field.getName().toLowerCase(Locale.ROOT), String.valueOf(field.getValue()));
        }
        CompletableFuture<String> body = match.operation().changes()
                ? CallBody.read(request, bodyMillis)
                : CompletableFuture.completedFuture("");
        String address = Addresses.full(request);
        return body.thenCompose(text -> run(
                match.operation(),
                new Call(request.getMethod(), path, match.variables(), parameters, headers, text, caller),
                address));
    }

    private CompletableFuture<Answer> run(Operation operation, Call call, String address) {
        try {
            return threads.run(() -> answer(operation, call, address)).whenComplete((answer, failure) -> {
                if (failure instanceof TimeoutException) {
                    refusals.count(RefusalReason.TIMEOUT, address);
                }
            });
        } catch (Refusal refusal) {
            refusals.count(RefusalReason.BUSY, address);
            throw new CompletionException(refusal);
        }
    }

    private Answer answer(Operation operation, Call call, String address) throws Refusal, InterruptedException {
        if (!operation.changes()) {
            return operation.resource().answer(call);
        }
        Audit.Begun begun;
        try {
            begun = audit.begin(call, address);
        } catch (Refusal refusal) {
            refusals.count(RefusalReason.NOT_AUDITED, address);
            throw refusal;
        }
        int status = 500;
        try {
            Answer answer = operation.resource().answer(call);
            status = answer.status();
            return answer;
        } catch (Refusal refusal) {
            status = refusal.answer().status();
            throw refusal;
        } catch (InterruptedException e) {
            status = 503;
            throw e;
        } finally {
            begun.ended(status);
        }
    }
}
