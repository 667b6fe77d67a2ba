package io.dbvitals.app.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbvitals.guard.plan.Step;
import io.dbvitals.guard.session.Session;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names steps and plans by what they would do: whose session, doing what, on which target. Another statement, another name. */
public final class StepId {
    private static final int LENGTH = 16;

    private StepId() {}

    /** 16 hexadecimal digits. */
    public static String of(String target, Step step) {
        Session.Identity identity = step.session().identity();
        return hash(String.join(
                "\n",
                target,
                step.action().name(),
                Long.toString(step.session().id()),
                identity.backend(),
                identity.transaction(),
                identity.statement(),
                identity.state()));
    }

    /** Of several, in that order. */
    public static String of(Iterable<String> steps) {
        return hash(String.join("\n", steps));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
