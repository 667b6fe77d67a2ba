package io.dbvitals.testing;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbvitals.config.json.Json;
import io.dbvitals.config.json.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * A real browser without a window, with one page, spoken to over its DevTools protocol. Without {@code chromium} a test is skipped,
 * unless {@code services.required} has it.
 */
public final class Chromium implements AutoCloseable {
    private static final String PROGRAM = "chromium";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final Queue<String> addresses = new ConcurrentLinkedQueue<>();
    private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();

    private Chromium(Process process, Path profile, int port) throws IOException, InterruptedException {
        this.process = process;
        this.profile = profile;
        HttpRequest page = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new?about:blank"))
                .PUT(BodyPublishers.noBody())
                .build();
        String answer = CLIENT.send(page, HttpResponse.BodyHandlers.ofString()).body();
        this.socket = CLIENT.newWebSocketBuilder()
                .buildAsync(URI.create(JsonNode.parse(answer).text("webSocketDebuggerUrl")), new Listener())
                .join();
        List.of("Page.enable", "Runtime.enable", "Log.enable", "Network.enable").forEach(each -> call(each, Map.of()));
    }

    /** With a profile of its own, which is removed at the end. */
    public static Chromium start() throws IOException, InterruptedException {
        if (!List.of(System.getProperty("services.required", "").split(",", -1)).contains(PROGRAM)) {
            assumeThat(Path.of("/usr/bin", PROGRAM)).as("chromium is installed").exists();
        }
        Path profile = TestFolder.create("dbvitals-chromium-");
        Process process = new ProcessBuilder(
                        PROGRAM,
                        "--headless=new",
                        // Under root there is no sandbox; the only pages are our own.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--hide-scrollbars",
                        "--lang=en-GB",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile)
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("log.txt").toFile())
                .start();
        Path port = profile.resolve("DevToolsActivePort");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Files.exists(port) && Files.readAllLines(port).size() > 1);
        return new Chromium(
                process, profile, Integer.parseInt(Files.readAllLines(port).get(0)));
    }

    /** Goes there, and returns when the page and its files are loaded: after how long. */
    public Duration open(URI address) {
        long start = System.nanoTime();
        loaded = new CompletableFuture<>();
        call("Page.navigate", Map.of("url", address.toString()));
        loaded.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** What an expression comes to, as its text; waits where it is a promise. */
    public String evaluate(String expression) {
        JsonNode answer = call(
                "Runtime.evaluate",
                Map.of("expression", expression, "awaitPromise", true, "returnByValue", true, "userGesture", true));
        if (answer.member("exceptionDetails").isPresent()) {
            throw new IllegalStateException(expression + ": "
                    + answer.member("exceptionDetails")
                            .flatMap(details -> details.member("exception"))
                            .map(thrown -> thrown.text("description"))
                            .orElse("failed"));
        }
        return answer.member("result").map(result -> result.text("value")).orElse("");
    }

    /** Waits until an expression is true. */
    public void until(String expression) {
        Awaitility.await(expression)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> evaluate("Boolean(" + expression + ")").equals("true"));
    }

    /** The size of the window, in CSS pixels. */
    public void size(int width, int height) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** What the reader prefers: {@code dark} or {@code light}; nothing moves, so that a picture is of one moment. */
    public void scheme(String scheme) {
        call(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** Whether scripts run on pages that are opened from now on. */
    public void scripts(boolean on) {
        call("Emulation.setScriptExecutionDisabled", Map.of("value", !on));
    }

    /** The user and password that are sent from now on. */
    public void login(String user, String password) {
        String both = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        call("Network.setExtraHTTPHeaders", Map.of("headers", Map.of("Authorization", "Basic " + both)));
    }

    /** Nobody from now on. */
    public void logout() {
        call("Network.setExtraHTTPHeaders", Map.of("headers", Map.of()));
    }

    /** {@code Tab}, {@code Enter}, {@code Escape} or another key by its name. */
    public void press(String key) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("key", key);
        event.put("code", key);
        event.put(
                "windowsVirtualKeyCode",
                switch (key) {
                    case "Tab" -> 9;
                    case "Enter" -> 13;
                    case "Escape" -> 27;
                    default -> 32;
                });
        if (key.equals("Enter")) {
            event.put("text", "\r");
        }
        for (String type : List.of("keyDown", "keyUp")) {
            event.put("type", type);
            call("Input.dispatchKeyEvent", event);
        }
    }

    /** Types into what has the focus. */
    public void type(String text) {
        call("Input.insertText", Map.of("text", text));
    }

    /** The whole page, also what is below the window, as {@code target/screenshots/NAME.png}. */
    public void screenshot(String name) {
        byte[] picture = Base64.getDecoder()
                .decode(call("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
                        .text("data"));
        try {
            Files.write(
                    Files.createDirectories(Path.of("target", "screenshots")).resolve(name + ".png"), picture);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the console showed as an error or a warning, and exceptions that nobody caught; forgotten when read. */
    public List<String> complaints() {
        List<String> all = List.copyOf(complaints);
        complaints.removeAll(all);
        return all;
    }

    /** Everything that was asked for over the network. */
    public List<String> addresses() {
        return List.copyOf(addresses);
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        TestFolder.remove(profile);
    }

    private JsonNode call(String method, Map<String, Object> parameters) {
        int id = calls.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        synchronized (socket) {
            socket.sendText(Json.write(Map.of("id", id, "method", method, "params", parameters)), true)
                    .join();
        }
        JsonNode said = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        said.member("error").ifPresent(error -> {
            throw new IllegalStateException(method + ": " + error.text("message"));
        });
        return said.member("result").orElse(said);
    }

    private void heard(JsonNode message) {
        JsonNode parameters = message.member("params").orElse(message);
        switch (message.text("method")) {
            case "" -> waiting.remove((int) message.number("id")).complete(message);
            case "Page.loadEventFired" -> loaded.complete(null);
            case "Runtime.exceptionThrown" ->
                complaints.add(parameters
                        .member("exceptionDetails")
                        .map(details -> details.text("text")
                                + details.member("exception")
                                        .map(each -> " " + each.text("description"))
                                        .orElse(""))
                        .orElse("exception"));
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert").contains(parameters.text("type"))) {
                    complaints.add(String.join(
                            " ",
                            parameters.items("args").stream()
                                    .map(each -> each.text("value"))
                                    .toList()));
                }
            }
            case "Log.entryAdded" ->
                parameters
                        .member("entry")
                        .filter(entry -> List.of("error", "warning").contains(entry.text("level")))
                        .ifPresent(entry -> complaints.add(entry.text("text") + " " + entry.text("url")));
            case "Network.requestWillBeSent" ->
                parameters.member("request").ifPresent(request -> addresses.add(request.text("url")));
            default -> {
                // Nobody waits for it.
            }
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                String whole = text.toString();
                text.setLength(0);
                heard(JsonNode.parse(whole));
            }
            from.request(1);
            return null;
        }
    }
}
