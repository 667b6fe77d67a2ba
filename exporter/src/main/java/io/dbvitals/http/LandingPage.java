package io.dbvitals.http;

import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;

/** {@code /}: which targets there are, how they are, and where to look further. */
final class LandingPage implements Route {
    private final Services services;

    LandingPage(Services services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> answer(Request request) {
        return CompletableFuture.completedFuture(Answer.text(200, "dbvitals " + services.version()));
    }
}
