package io.dbvitals.instrumentation.handler;

import io.dbvitals.instrumentation.event.Event;
import io.dbvitals.instrumentation.event.EventHandler;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Sends each event as a plain text by SMTP; needs {@code org.eclipse.angus:angus-mail} on the class path. */
public final class MailHandler implements EventHandler {
    private final Mailbox mailbox;
    private final Session session;
    private final InternetAddress from;
    private final InternetAddress[] to;

    private MailHandler(Mailbox mailbox, InternetAddress from, InternetAddress[] to) {
        this.mailbox = mailbox;
        this.session = session(mailbox);
        this.from = from;
        this.to = to;
    }

    /**
     * {@code from} is one address, {@code to} are some, divided by commas.
     *
     * @throws IllegalArgumentException where they are none
     */
    public static MailHandler to(Mailbox mailbox, String from, String to) {
        try {
            return new MailHandler(mailbox, new InternetAddress(from, true), InternetAddress.parse(to, true));
        } catch (MessagingException e) {
            throw new IllegalArgumentException("from or to is no mail address: " + e.getMessage(), e);
        }
    }

    @Override
    public void handle(Event event) throws DeliveryException {
        try {
            MimeMessage message = new MimeMessage(session);
            message.setFrom(from);
            message.setRecipients(Message.RecipientType.TO, to);
            message.setSentDate(Date.from(event.at()));
            message.setSubject(subject(event), StandardCharsets.UTF_8.name());
            message.setText(text(event), StandardCharsets.UTF_8.name());
            // Lets a mailbox tell them from letters, and keeps it from answering that somebody is on holiday.
            message.setHeader("Auto-Submitted", "auto-generated");
            Transport.send(message);
        } catch (MessagingException e) {
            throw new DeliveryException("mail by " + mailbox.host() + ":" + mailbox.port() + " was not sent: "
                    + e.getClass().getSimpleName() + code(e));
        }
    }

    private static Session session(Mailbox mailbox) {
        Properties properties = new Properties();
        String protocol = mailbox.security() == Mailbox.Security.TLS ? "smtps" : "smtp";
        String millis = String.valueOf(mailbox.timeout().toMillis());
        properties.put("mail.transport.protocol", protocol);
        for (Map.Entry<String, String> each : Map.of(
                        "host", mailbox.host(),
                        "port", String.valueOf(mailbox.port()),
                        "connectiontimeout", millis,
                        "timeout", millis,
                        "writetimeout", millis,
                        "auth", String.valueOf(mailbox.login().isPresent()),
                        "starttls.enable", String.valueOf(mailbox.security() == Mailbox.Security.STARTTLS),
                        "starttls.required", String.valueOf(mailbox.security() == Mailbox.Security.STARTTLS),
                        "ssl.checkserveridentity", "true")
                .entrySet()) {
            properties.put("mail." + protocol + "." + each.getKey(), each.getValue());
        }
        Optional<Mailbox.Login> login = mailbox.login();
        return login.isEmpty()
                ? Session.getInstance(properties)
                : Session.getInstance(properties, new Authenticator() {
                    @Override
                    protected PasswordAuthentication getPasswordAuthentication() {
                        return new PasswordAuthentication(
                                login.get().user(), login.get().password().get());
                    }
                });
    }

    private static String subject(Event event) {
        String subject =
                "[" + event.severity().name().toLowerCase(Locale.ROOT) + "] " + event.kind() + " " + event.subject();
        // A line break would begin another header.
        return subject.replaceAll("\\p{Cntrl}+", " ");
    }

    private static String text(Event event) {
        StringBuilder text = new StringBuilder(event.text()).append("\n\nat: ").append(event.at());
        event.attributes()
                .forEach((name, value) ->
                        text.append('\n').append(name).append(": ").append(value));
        return text.append('\n').toString();
    }

    /** The server's number, as 535; its words may repeat what it was told. */
    private static String code(MessagingException failure) {
        String message = String.valueOf(failure.getMessage()).strip();
        return message.matches("(?s)[245]\\d\\d[ -].*") ? " " + message.substring(0, 3) : "";
    }
}
