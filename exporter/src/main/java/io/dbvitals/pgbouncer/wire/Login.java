package io.dbvitals.pgbouncer.wire;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** From the first message of a connection to the moment at which the server takes queries. */
final class Login {
    private static final int PROTOCOL_3_0 = 3 << 16;
    private static final int OK = 0;
    private static final int CLEARTEXT = 3;
    private static final int MD5 = 5;
    private static final int SASL = 10;
    private static final int SASL_CONTINUE = 11;
    private static final int SASL_FINAL = 12;

    private final Messages messages;
    private final String user;
    private final String password;
    private Optional<Scram> scram = Optional.empty();
    private boolean proven;

    Login(Messages messages, String user, String password) {
        this.messages = messages;
        this.user = user;
        this.password = password;
    }

    void run(String database) throws IOException, ServerError {
        byte[] parameters = Messages.texts("user", user, "database", database, "application_name", "dbvitals");
        messages.startup(ByteBuffer.allocate(4 + parameters.length + 1)
                .putInt(PROTOCOL_3_0)
                .put(parameters)
                .put((byte) 0)
                .array());
        while (true) {
            char letter = messages.next();
            switch (letter) {
                case 'R' -> authenticate();
                case 'E' -> throw messages.error();
                case 'Z' -> {
                    return;
                }
                case 'S', 'N', 'K', 'v' -> {
                    // Settings, notices and the key to cancel by: of no use here.
                }
                default -> throw new ProtocolException("a message of the kind '" + letter + "' came during the login");
            }
        }
    }

    private void authenticate() throws IOException, ServerError {
        int kind = messages.int32();
        switch (kind) {
            case OK -> {
                // One in the middle could else leave out the proof.
                if (scram.isPresent() && !proven) {
                    throw new ProtocolException("the server let us in without proving that it knows the password");
                }
            }
            case CLEARTEXT -> answer(Messages.texts(needed()));
            case MD5 -> answer(Messages.texts(md5(messages.bytes(4))));
            case SASL -> {
                requireScram();
                Scram started = new Scram(needed(), nonce());
                scram = Optional.of(started);
                byte[] first = started.first().getBytes(StandardCharsets.UTF_8);
                byte[] mechanism = Messages.texts(Scram.MECHANISM);
                answer(ByteBuffer.allocate(mechanism.length + 4 + first.length)
                        .put(mechanism)
                        .putInt(first.length)
                        .put(first)
                        .array());
            }
            case SASL_CONTINUE -> answer(started().last(rest()).getBytes(StandardCharsets.UTF_8));
            case SASL_FINAL -> {
                started().verify(rest());
                proven = true;
            }
            default ->
                throw refused("the server asks for an authentication of the kind " + kind
                        + "; trust, plain, md5 and scram-sha-256 are supported");
        }
    }

    private void requireScram() throws ServerError {
        while (messages.remaining() > 1) {
            if (messages.text().equals(Scram.MECHANISM)) {
                return;
            }
        }
        throw refused("the server offers no " + Scram.MECHANISM);
    }

    private Scram started() throws ProtocolException {
        return scram.orElseThrow(() -> new ProtocolException("the server continues a SCRAM login that was not begun"));
    }

    private String rest() throws ProtocolException {
        return new String(messages.bytes(messages.remaining()), StandardCharsets.UTF_8);
    }

    private void answer(byte[] body) throws IOException {
        messages.send('p', body);
    }

    private String needed() throws ServerError {
        if (password.isEmpty()) {
            throw refused("the server asks for a password and the target has none");
        }
        return password;
    }

    /** As a server's own refusal would be told. */
    private static ServerError refused(String message) {
        return new ServerError(true, "28000", message);
    }

    private String md5(byte[] salt) throws IOException, ServerError {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(needed().getBytes(StandardCharsets.UTF_8));
            digest.update(user.getBytes(StandardCharsets.UTF_8));
            digest.update(HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.US_ASCII));
            digest.update(salt);
            return "md5" + HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw refused("the server asks for an MD5 password, which this Java does not make; use scram-sha-256");
        }
    }

    private static String nonce() {
        byte[] random = new byte[18];
        new SecureRandom().nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }
}
