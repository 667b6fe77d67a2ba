package io.dbvitals.http;

import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;

/** Answers the requests for one path, without holding the thread while it waits. */
interface Route {
    CompletableFuture<Answer> answer(Request request) throws Refusal;
}
