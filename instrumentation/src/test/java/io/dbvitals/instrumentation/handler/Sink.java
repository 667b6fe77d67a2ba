package io.dbvitals.instrumentation.handler;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A real server on the loopback that keeps what is posted, and answers as it is told, 200 once nothing else is left. */
final class Sink implements AutoCloseable {
    private final HttpServer server;
    private final Queue<Integer> answers;
    final Queue<String> bodies = new ConcurrentLinkedQueue<>();
    final Queue<Headers> requests = new ConcurrentLinkedQueue<>();

    private Sink(Map<String, String> headers, Integer... answers) {
        this.answers = new ArrayDeque<>(List.of(answers));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestHeaders());
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            headers.forEach(exchange.getResponseHeaders()::add);
            Integer answer = this.answers.poll();
            exchange.sendResponseHeaders(answer == null ? 200 : answer, -1);
            exchange.close();
        });
        server.start();
    }

    static Sink answering(Integer... answers) {
        return new Sink(Map.of(), answers);
    }

    static Sink answering(Map<String, String> headers, Integer... answers) {
        return new Sink(headers, answers);
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
