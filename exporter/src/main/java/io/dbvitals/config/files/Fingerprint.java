package io.dbvitals.config.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What files hold, to see a change. The text counts and nothing else: an update of a Kubernetes ConfigMap swaps a symbolic
 * link above the file, and neither size nor time need differ.
 */
public record Fingerprint(Map<Path, String> files) {
    private static final String ABSENT = "absent";

    public Fingerprint {
        files = Map.copyOf(files);
    }

    /** A file that cannot be read has a fingerprint too, so that its return is a change. */
    public static Fingerprint of(List<Path> paths) {
        Map<Path, String> files = new TreeMap<>();
        for (Path path : paths) {
            files.put(path, digest(path));
        }
        return new Fingerprint(files);
    }

    /** The files that came, went or changed since {@code earlier}, sorted. */
    public List<Path> changedSince(Fingerprint earlier) {
        TreeSet<Path> changed = new TreeSet<>(files.keySet());
        changed.addAll(earlier.files.keySet());
        changed.removeIf(path -> files.getOrDefault(path, "").equals(earlier.files.getOrDefault(path, "")));
        return List.copyOf(changed);
    }

    private static String digest(Path path) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path)));
        } catch (IOException e) {
            return ABSENT;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
