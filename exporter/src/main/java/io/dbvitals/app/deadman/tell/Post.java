package io.dbvitals.app.deadman.tell;

import io.dbvitals.config.Secret;
import io.dbvitals.config.yaml.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Posts JSON to an address, which is read anew each time and may hold a token: it is never shown. */
public final class Post implements Channel {
    private final HttpClient client;
    private final Secret url;
    private final Duration timeout;

    public Post(HttpClient client, Secret url, Duration timeout) {
        this.client = client;
        this.url = url;
        this.timeout = timeout;
    }

    @Override
    public String name() {
        return "the webhook";
    }

    @Override
    public void tell(News news) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address())
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(news.json()))
                .build();
        int status =
                client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status / 100 != 2) {
            throw new IOException("it answered with status " + status);
        }
    }

    private URI address() throws IOException {
        try {
            return Addresses.http("the webhook", url.read(), false);
        } catch (ConfigException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
