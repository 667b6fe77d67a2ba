package io.dbvitals.pgbouncer.wire;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One login by SCRAM-SHA-256 (RFC 5802 and 7677) without channel binding; proves that the server knows the password too. */
final class Scram {
    static final String MECHANISM = "SCRAM-SHA-256";

    /** A server that asks for more is after our processor; PostgreSQL's and PgBouncer's default is 4,096. */
    private static final int MOST_ITERATIONS = 500_000;

    private static final String HEADER = "n,,";

    private final byte[] password;
    private final String nonce;
    private byte[] serverSignature = {};

    /** {@code nonce} is printable, without a comma, and of this login only. */
    Scram(String password, String nonce) {
        this.password = prepared(password).getBytes(StandardCharsets.UTF_8);
        this.nonce = nonce;
    }

    /** PostgreSQL takes the user from the startup message, not from here. */
    String first() {
        return HEADER + firstBare();
    }

    private String firstBare() {
        return "n=,r=" + nonce;
    }

    /** The answer to the server's first message. */
    String last(String serverFirst) throws ProtocolException {
        Map<Character, String> parts = parts(serverFirst);
        String both = parts.getOrDefault('r', "");
        if (!both.startsWith(nonce) || both.length() == nonce.length()) {
            throw new ProtocolException("the server's SCRAM nonce is not the one of this login");
        }
        int iterations = iterations(parts.getOrDefault('i', ""));
        String bare =
                "c=" + Base64.getEncoder().encodeToString(HEADER.getBytes(StandardCharsets.US_ASCII)) + ",r=" + both;
        byte[] messages = (firstBare() + "," + serverFirst + "," + bare).getBytes(StandardCharsets.UTF_8);
        byte[] salted = salted(decoded(parts.getOrDefault('s', "")), iterations);
        byte[] clientKey = hmac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII));
        byte[] proof = hmac(sha256(clientKey), messages);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= clientKey[i];
        }
        serverSignature = hmac(hmac(salted, "Server Key".getBytes(StandardCharsets.US_ASCII)), messages);
        return bare + ",p=" + Base64.getEncoder().encodeToString(proof);
    }

    /** Throws unless the server's last message proves that it knows the password. */
    void verify(String serverLast) throws ProtocolException {
        byte[] signature = decoded(parts(serverLast).getOrDefault('v', ""));
        if (serverSignature.length == 0 || !MessageDigest.isEqual(serverSignature, signature)) {
            throw new ProtocolException(
                    "the server could not prove that it knows the password; it may not be the one meant");
        }
    }

    private static int iterations(String text) throws ProtocolException {
        try {
            int iterations = Integer.parseInt(text);
            if (iterations >= 1 && iterations <= MOST_ITERATIONS) {
                return iterations;
            }
        } catch (NumberFormatException e) {
            throw new ProtocolException("the server's SCRAM message holds no count of iterations");
        }
        throw new ProtocolException(
                "the server asks for " + text + " SCRAM iterations; at most " + MOST_ITERATIONS + " are made");
    }

    private byte[] salted(byte[] salt, int iterations) throws ProtocolException {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(password, "HmacSHA256"));
            mac.update(salt);
            mac.update(new byte[] {0, 0, 0, 1});
            byte[] last = mac.doFinal();
            byte[] sum = last.clone();
            for (int i = 1; i < iterations; i++) {
                last = mac.doFinal(last);
                for (int j = 0; j < sum.length; j++) {
                    sum[j] ^= last[j];
                }
            }
            return sum;
        } catch (GeneralSecurityException e) {
            throw new ProtocolException("this Java has no HmacSHA256: " + e.getMessage());
        }
    }

    private static byte[] hmac(byte[] key, byte[] text) throws ProtocolException {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new ProtocolException("this Java has no HmacSHA256: " + e.getMessage());
        }
    }

    private static byte[] sha256(byte[] text) throws ProtocolException {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text);
        } catch (GeneralSecurityException e) {
            throw new ProtocolException("this Java has no SHA-256: " + e.getMessage());
        }
    }

    private static byte[] decoded(String text) throws ProtocolException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("the server's SCRAM message is not in Base64");
        }
    }

    private static Map<Character, String> parts(String message) {
        Map<Character, String> parts = new HashMap<>();
        for (String part : message.split(",", -1)) {
            if (part.length() > 1 && part.charAt(1) == '=') {
                parts.putIfAbsent(part.charAt(0), part.substring(2));
            }
        }
        return parts;
    }

    /** As SASLprep (RFC 4013) has it: nothing to do for ASCII; a password that it forbids is taken as it is, as PostgreSQL does. */
    private static String prepared(String password) {
        if (password.chars().allMatch(each -> each < 0x80)) {
            return password;
        }
        StringBuilder mapped = new StringBuilder();
        password.codePoints()
                .filter(each -> !mappedToNothing(each))
                .map(each -> Character.getType(each) == Character.SPACE_SEPARATOR ? ' ' : each)
                .forEach(mapped::appendCodePoint);
        String normal = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        boolean forbidden = normal.isEmpty() || normal.codePoints().anyMatch(Character::isISOControl);
        return forbidden ? password : normal;
    }

    private static boolean mappedToNothing(int each) {
        return each == 0xad
                || each == 0x34f
                || each == 0x1806
                || (each >= 0x180b && each <= 0x180d)
                || (each >= 0x200b && each <= 0x200d)
                || each == 0x2060
                || (each >= 0xfe00 && each <= 0xfe0f)
                || each == 0xfeff;
    }
}
