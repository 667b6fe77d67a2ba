package io.dbvitals.app.diagnosis;

import io.dbvitals.config.Secret;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.diagnosis.Finding;
import io.dbvitals.diagnosis.Rung;
import io.dbvitals.diagnosis.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The step before any network: secrets and files that the configuration names can be read. */
final class Configured {
    /** A password command may take ten seconds. */
    private static final Duration LIMIT = Duration.ofSeconds(12);

    private Configured() {}

    /** {@code setting} says how the connection is encrypted. */
    static Rung rung(String user, Secret password, List<Path> files, String setting) {
        return new Rung(Step.CONFIGURATION, LIMIT, () -> check(user, password, files, setting));
    }

    private static Finding check(String user, Secret password, List<Path> files, String setting) {
        boolean given;
        try {
            given = !password.read().isEmpty();
        } catch (ConfigException e) {
            return Finding.error(
                    String.valueOf(e.getMessage()),
                    "correct its path, or make it readable and executable for the user that dbvitals runs as: "
                            + System.getProperty("user.name"));
        }
        for (Path file : files) {
            try {
                Files.readAllBytes(file);
            } catch (IOException e) {
                return Finding.error(
                        "the file " + file + " cannot be read: " + e.getClass().getSimpleName(),
                        "correct its path, or make it readable for the user that dbvitals runs as: "
                                + System.getProperty("user.name"));
            }
        }
        return Finding.ok((user.isEmpty() ? "no user" : "user " + user)
                + (given ? ", a password, " : ", no password, ")
                + setting);
    }
}
