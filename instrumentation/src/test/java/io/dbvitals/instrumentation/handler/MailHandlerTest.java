package io.dbvitals.instrumentation.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.dbvitals.instrumentation.event.Event;
import io.dbvitals.instrumentation.event.Severity;
import io.dbvitals.instrumentation.handler.Mailbox.Login;
import jakarta.mail.Address;
import jakarta.mail.internet.MimeMessage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailHandlerTest {
    private final GreenMail server = new GreenMail(setup(ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void event_isAMail() throws Exception {
        MailHandler.to(Mailbox.relay("127.0.0.1", port()), "App <app@example.org>", "a@example.org, b@example.org")
                .handle(Events.exhausted());
        MimeMessage[] mails = server.getReceivedMessages();
        assertThat(mails).hasSize(2);
        MimeMessage mail = mails[0];
        assertThat(mail.getSubject()).isEqualTo("[critical] pool_exhausted orders");
        assertThat(mail.getFrom()).extracting(Address::toString).containsExactly("App <app@example.org>");
        assertThat(Arrays.stream(mail.getAllRecipients()).map(Address::toString))
                .containsExactly("a@example.org", "b@example.org");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getContent().toString().replace("\r\n", "\n"))
                .startsWith(
                        "Pool orders is exhausted: größer wird er nicht.\n\nat: 2026-01-01T12:00:00Z\nactive: 10\n");
    }

    @Test
    void password_isAskedForAtEachMail() throws Exception {
        server.setUser("app@example.org", "app", "n3w-s3cret");
        String[] password = {"old-s3cret"};
        Mailbox mailbox = new Mailbox(
                "127.0.0.1",
                port(),
                Mailbox.Security.NONE,
                Optional.of(new Login("app", () -> password[0])),
                Duration.ofSeconds(10));
        MailHandler handler = MailHandler.to(mailbox, "app@example.org", "a@example.org");
        assertThatThrownBy(() -> handler.handle(Events.exhausted()))
                .hasMessage("mail by 127.0.0.1:" + port() + " was not sent: AuthenticationFailedException 535")
                .satisfies(MailHandlerTest::tellsNoSecret);
        password[0] = "n3w-s3cret";
        handler.handle(Events.exhausted());
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(mailbox.toString()).doesNotContain("s3cret");
    }

    @Test
    void lineBreak_beginsNoHeader() throws Exception {
        Event event =
                new Event(Instant.EPOCH, Severity.INFO, "kind", "orders\r\nBcc: evil@example.org", "A text.", Map.of());
        MailHandler.to(Mailbox.relay("127.0.0.1", port()), "app@example.org", "a@example.org")
                .handle(event);
        MimeMessage[] mails = server.getReceivedMessages();
        assertThat(mails).hasSize(1);
        assertThat(mails[0].getSubject()).isEqualTo("[info] kind orders Bcc: evil@example.org");
        assertThat(mails[0].getHeader("Bcc")).isNull();
    }

    @Test
    void startTls_isNotGivenUp() {
        MailHandler handler = MailHandler.to(
                Mailbox.startTls("127.0.0.1", port(), new Login("app", () -> "s3cret")),
                "app@example.org",
                "a@example.org");
        assertThatThrownBy(() -> handler.handle(Events.exhausted()))
                .hasMessageStartingWith("mail by 127.0.0.1:" + port() + " was not sent: MessagingException")
                .satisfies(MailHandlerTest::tellsNoSecret);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void foreignCertificate_isRefused() {
        GreenMail tls = new GreenMail(setup(ServerSetup.PROTOCOL_SMTPS));
        tls.start();
        try {
            int port = tls.getSmtps().getPort();
            MailHandler handler = MailHandler.to(
                    Mailbox.tls("127.0.0.1", port, new Login("app", () -> "s3cret")),
                    "app@example.org",
                    "a@example.org");
            assertThatThrownBy(() -> handler.handle(Events.exhausted()))
                    .hasMessageStartingWith("mail by 127.0.0.1:" + port + " was not sent: ")
                    .satisfies(MailHandlerTest::tellsNoSecret);
            assertThat(tls.getReceivedMessages()).isEmpty();
        } finally {
            tls.stop();
        }
    }

    @Test
    void noServer_isAnError() {
        int port = port();
        server.stop();
        assertThatThrownBy(() -> MailHandler.to(Mailbox.relay("127.0.0.1", port), "app@example.org", "a@example.org")
                        .handle(Events.exhausted()))
                .isInstanceOf(DeliveryException.class)
                .hasMessageStartingWith("mail by 127.0.0.1:" + port + " was not sent: MailConnectException");
    }

    @Test
    void address_mustBeOne() {
        assertThatThrownBy(() -> MailHandler.to(Mailbox.relay("127.0.0.1", 25), "nobody at home", "a@example.org"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("from or to is no mail address: ");
    }

    private static ServerSetup setup(String protocol) {
        ServerSetup setup = new ServerSetup(0, "127.0.0.1", protocol);
        // A key is made first, which takes a loaded machine a while.
        setup.setServerStartupTimeout(Duration.ofMinutes(1).toMillis());
        return setup;
    }

    private int port() {
        return server.getSmtp().getPort();
    }

    private static void tellsNoSecret(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("s3cret");
    }
}
