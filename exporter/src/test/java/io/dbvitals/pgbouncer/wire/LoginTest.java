package io.dbvitals.pgbouncer.wire;

import static io.dbvitals.pgbouncer.wire.FakeConsole.authentication;
import static io.dbvitals.pgbouncer.wire.FakeConsole.ready;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.scrape.Deadline;
import java.net.ProtocolException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Against a server that does SCRAM by Java's own PBKDF2, or wrongly. */
class LoginTest {
    private static final byte[] SALT = "salt of the test".getBytes(UTF_8);

    @Test
    void scram_provesThePasswordOfBothSides() throws Exception {
        CompletableFuture<Boolean> proof = new CompletableFuture<>();
        try (FakeConsole fake = new FakeConsole(peer -> {
            peer.startup();
            peer.send(authentication(10, "SCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0"));
            Exchange exchange = new Exchange(peer.body(), 4096);
            peer.send(authentication(11, exchange.serverFirst));
            proof.complete(exchange.holds(peer.body()));
            peer.send(authentication(12, "v=" + exchange.signature()), authentication(0, ""), ready());
            peer.body();
        })) {
            open(fake).close();

            assertThat(proof.get(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void serverThatDoesNotKnowThePassword_isRefused() throws Exception {
        assertRefused("v=" + Base64.getEncoder().encodeToString(new byte[32]), "could not prove");
        assertRefused("e=other-error", "could not prove");
        assertRefused("v=!", "not in Base64");
    }

    @Test
    void serverThatSkipsItsProof_isRefused() throws Exception {
        try (FakeConsole fake = new FakeConsole(peer -> {
            peer.startup();
            peer.send(authentication(10, "SCRAM-SHA-256\0\0"));
            peer.body();
            peer.send(authentication(0, ""), ready());
            peer.body();
        })) {
            assertThatThrownBy(() -> open(fake))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("without proving");
        }
    }

    @Test
    void oddFirstMessages_areRefused() throws Exception {
        assertRefusedAtFirst("r=other,s=QQ==,i=4096", "nonce");
        assertRefusedAtFirst("", "nonce");
        assertRefusedAtFirst("r=NONCEx,s=QQ==,i=2000000000", "at most 500000");
        assertRefusedAtFirst("r=NONCEx,s=QQ==,i=many", "iterations");
        assertRefusedAtFirst("r=NONCEx,s=*,i=4096", "Base64");
    }

    @Test
    void unknownAuthentication_isSaid() throws Exception {
        for (byte[] asked : new byte[][] {authentication(7, ""), authentication(10, "OTHER\0\0")}) {
            try (FakeConsole fake = new FakeConsole(peer -> {
                peer.startup();
                peer.send(asked);
                peer.body();
            })) {
                assertThatThrownBy(() -> open(fake))
                        .isInstanceOf(ServerError.class)
                        .hasMessageMatching(".*(authentication of the kind 7|offers no SCRAM-SHA-256).*");
            }
        }
    }

    @Test
    void missingPassword_isSaidBeforeAnythingIsSent() throws Exception {
        try (FakeConsole fake = new FakeConsole(peer -> {
            peer.startup();
            peer.send(authentication(3, ""));
            peer.body();
        })) {
            assertThatThrownBy(() -> Console.open(fake.config(), "", Deadline.after(Duration.ofSeconds(5))))
                    .isInstanceOf(ServerError.class)
                    .hasMessageContaining("the target has none");
        }
    }

    private static void assertRefused(String serverLast, String why) throws Exception {
        try (FakeConsole fake = new FakeConsole(peer -> {
            peer.startup();
            peer.send(authentication(10, "SCRAM-SHA-256\0\0"));
            Exchange exchange = new Exchange(peer.body(), 10);
            peer.send(authentication(11, exchange.serverFirst));
            peer.body();
            peer.send(authentication(12, serverLast), authentication(0, ""), ready());
            peer.body();
        })) {
            assertThatThrownBy(() -> open(fake))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining(why);
        }
    }

    private static void assertRefusedAtFirst(String serverFirst, String why) throws Exception {
        try (FakeConsole fake = new FakeConsole(peer -> {
            peer.startup();
            peer.send(authentication(10, "SCRAM-SHA-256\0\0"));
            String nonce = peer.body().replaceAll("(?s).*r=", "");
            peer.send(authentication(11, serverFirst.replace("NONCE", nonce)));
            peer.body();
        })) {
            assertThatThrownBy(() -> open(fake))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining(why);
        }
    }

    private static Console open(FakeConsole fake) throws Exception {
        return Console.open(fake.config(), "pencil", Deadline.after(Duration.ofSeconds(10)));
    }

    /** The server's side. */
    private static final class Exchange {
        private final String clientFirst;
        private final String serverFirst;
        private final byte[] salted;
        private String messages = "";

        Exchange(String body, int iterations) throws Exception {
            clientFirst = body.replaceAll("(?s).*n,,", "");
            serverFirst = clientFirst.replaceAll(".*r=", "r=") + "SERVER,s="
                    + Base64.getEncoder().encodeToString(SALT) + ",i=" + iterations;
            salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec("pencil".toCharArray(), SALT, iterations, 256))
                    .getEncoded();
        }

        boolean holds(String clientLast) throws Exception {
            String bare = clientLast.replaceAll(",p=.*", "");
            messages = clientFirst + "," + serverFirst + "," + bare;
            byte[] proof = Base64.getDecoder().decode(clientLast.replaceAll(".*,p=", ""));
            byte[] storedKey = sha256(hmac(salted, "Client Key"));
            byte[] signature = hmac(storedKey, messages);
            for (int i = 0; i < proof.length; i++) {
                proof[i] ^= signature[i];
            }
            return bare.startsWith("c=biws,") && MessageDigest.isEqual(sha256(proof), storedKey);
        }

        String signature() throws Exception {
            return Base64.getEncoder().encodeToString(hmac(hmac(salted, "Server Key"), messages));
        }

        private static byte[] hmac(byte[] key, String text) throws Exception {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        }

        private static byte[] sha256(byte[] text) throws Exception {
            return MessageDigest.getInstance("SHA-256").digest(text);
        }
    }
}
