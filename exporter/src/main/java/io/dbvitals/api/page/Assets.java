package io.dbvitals.api.page;

import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.resource.Call;
import io.dbvitals.http.resource.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Style sheet, scripts and pictures of the page, under {@code /assets/{version}/{name}}. The version is a hash of them all, so that
 * browsers may keep each for ever, and what one names relative to itself is of the same version.
 */
final class Assets implements Resource {
    private static final String FOREVER = "public, max-age=31536000, immutable";
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8");
    private static final String[] NAMES = {
        "page.css",
        "page.js",
        "morph.js",
        "times.js",
        "silence.js",
        "target.js",
        "chart.js",
        "good.svg",
        "note.svg",
        "quiet.svg",
        "warning.svg",
        "bad.svg",
        "uPlot.js",
        "uPlot.css",
        "uPlot-LICENSE.txt"
    };

    private Optional<Held> held = Optional.empty();

    private record Held(Map<String, byte[]> files, String version) {}

    private Assets() {}

    /** Read when somebody looks for the first time: most that serve metrics are never looked at. */
    private synchronized Held held() {
        if (held.isEmpty()) {
            Map<String, byte[]> files = new TreeMap<>();
            MessageDigest hash = sha256();
            for (String name : NAMES) {
                byte[] content = read(name);
                files.put(name, content);
                hash.update(content);
            }
            held = Optional.of(new Held(files, HexFormat.of().formatHex(hash.digest(), 0, 8)));
        }
        return held.get();
    }

    /** Those that are packed with the program. */
    static Assets packed() {
        return new Assets();
    }

    /** Where they are, relative to the page. */
    String path() {
        return "assets/" + held().version() + "/";
    }

    @Override
    public Answer answer(Call call) throws Refusal {
        String name = call.variable("name");
        byte[] content = held().files().get(name);
        if (content == null) {
            throw new Refusal(404, "the page has no file of that name");
        }
        // A page that was opened before the program was renewed gets what there is now.
        boolean current = call.variable("version").equals(held().version());
        return new Answer(
                200,
                TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream"),
                ByteBuffer.wrap(content),
                Map.of("Cache-Control", current ? FOREVER : "no-store"));
    }

    /** The start of a SHA-256, as text. */
    static String hash(byte[] content) {
        return HexFormat.of().formatHex(sha256().digest(content), 0, 16);
    }

    private static byte[] read(String name) {
        try (InputStream file = Assets.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is not packed with the program");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
