package io.dbvitals.instrumentation.handler;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Posts JSON to one address, which may be a secret: only its host is ever told. */
final class HttpPost implements AutoCloseable {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;

    private final String name;
    private final URI address;
    private final Map<String, String> headers;
    private final Duration timeout;
    private final Retries retries;
    private final HttpClient client;
    private final CountDownLatch closed = new CountDownLatch(1);

    HttpPost(String kind, String address, Map<String, String> headers, Duration timeout, Retries retries) {
        this.address = parse(kind, address);
        this.name = kind + " at " + this.address.getHost();
        this.headers = Map.copyOf(headers);
        this.timeout = timeout;
        this.retries = retries;
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    void post(String json) throws DeliveryException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8));
        headers.forEach(request::header);
        for (int attempt = 1; ; attempt++) {
            Outcome outcome = send(request.build());
            if (outcome.problem().isEmpty()) {
                return;
            }
            String problem = outcome.problem().get();
            if (!outcome.again() || attempt >= retries.attempts()) {
                throw new DeliveryException(
                        name + " " + problem + (attempt == 1 ? "" : ", the last of " + attempt + " attempts"));
            }
            if (Retries.wait(retries.pause(attempt + 1, outcome.asked()), closed)) {
                throw new DeliveryException(name + " " + problem + "; not tried again, as it is being closed");
            }
        }
    }

    @Override
    @SuppressWarnings("try")
    public void close() {
        closed.countDown();
        // Before Java 21, a client ends its thread once nobody refers to it.
        if (client instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Outcome send(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
            int status = answer.statusCode();
            if (status >= 200 && status < 300) {
                return new Outcome(Optional.empty(), false, Duration.ZERO);
            }
            boolean again = status >= 500 || status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT;
            return new Outcome(Optional.of("answered " + status), again, retryAfter(answer));
        } catch (IOException e) {
            // Its message may hold the address.
            return new Outcome(
                    Optional.of("could not be reached: " + e.getClass().getSimpleName()), true, Duration.ZERO);
        }
    }

    private static Duration retryAfter(HttpResponse<?> answer) {
        try {
            return answer.headers()
                    .firstValue("Retry-After")
                    .map(seconds -> Duration.ofSeconds(Math.max(0, Long.parseLong(seconds.strip()))))
                    .orElse(Duration.ZERO);
        } catch (NumberFormatException date) {
            return Duration.ZERO;
        }
    }

    /** Of the address that is no address, nothing is told either. */
    private static URI parse(String kind, String address) {
        URI uri;
        try {
            uri = URI.create(address.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the address of the " + kind + " is no URL");
        }
        String scheme = uri.getScheme();
        if (uri.getHost() == null || !("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))) {
            throw new IllegalArgumentException(
                    "the address of the " + kind + " must begin with https:// or http:// and a host");
        }
        return uri;
    }

    /** What became of one attempt; no problem where it arrived. */
    private record Outcome(Optional<String> problem, boolean again, Duration asked) {}
}
