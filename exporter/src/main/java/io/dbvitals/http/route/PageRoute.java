package io.dbvitals.http.route;

import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Listing;
import io.dbvitals.http.answer.Parameters;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.answer.Route;
import io.dbvitals.http.page.Form;
import io.dbvitals.http.page.SharedPages;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** A page of samples: what {@code /metrics} and {@code /probe} have in common. */
public final class PageRoute implements Route {
    /** A scrape ends within its budget; this is for the day on which it does not. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Source source;
    private final SharedPages pages;
    private final Executor executor;

    /** Begins to read what a request asks for. */
    public interface Source {
        Reading begin(Request request, Parameters parameters) throws Refusal;
    }

    /** What is being read, and when it is ready at the latest. */
    public record Reading(CompletableFuture<MetricSnapshots> result, Duration budget) {}

    /** @param executor renders, so that it is not done on the threads that read databases */
    public PageRoute(Source source, SharedPages pages, Executor executor) {
        this.source = source;
        this.pages = pages;
        this.executor = executor;
    }

    @Override
    public CompletableFuture<Answer> answer(Request request) throws Refusal {
        Parameters parameters = Parameters.of(request);
        Form form = Form.of(
                header(request, HttpHeader.ACCEPT),
                header(request, HttpHeader.ACCEPT_ENCODING),
                parameters.all("name"));
        Reading reading = source.begin(request, parameters);
        pages.enter();
        Request.addCompletionListener(request, failure -> pages.leave());
        // A copy, because the result is shared with others who may wait longer.
        return reading.result()
                .copy()
                .orTimeout(reading.budget().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)
                .thenComposeAsync(snapshots -> pages.page(snapshots, form), executor)
                .thenApply(page -> answer(form, page));
    }

    private static Answer answer(Form form, ByteBuffer page) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HttpHeader.VARY.asString(), "Accept, Accept-Encoding");
        if (form.gzip()) {
            headers.put(HttpHeader.CONTENT_ENCODING.asString(), "gzip");
        }
        return new Answer(200, form.contentType(), page, headers);
    }

    /** A header may be repeated; its values are then one list. */
    private static String header(Request request, HttpHeader name) {
        return String.join(",", request.getHeaders().getValuesList(name));
    }

    /** Refuses names that do not exist, and says which do. */
    public static void check(String what, Set<String> asked, Set<String> known) throws Refusal {
        for (String name : asked) {
            if (!known.contains(name)) {
                throw new Refusal(400, "there is no " + what + " '" + name + "'; there are: " + Listing.of(known));
            }
        }
    }
}
