package io.dbvitals.http.answer;

import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;

/** Answers the requests for one path, without holding the thread while it waits. */
public interface Route {
    CompletableFuture<Answer> answer(Request request) throws Refusal;
}
