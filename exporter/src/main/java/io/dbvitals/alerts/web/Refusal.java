package io.dbvitals.alerts.web;

import io.dbvitals.alerts.AlertingException;
import io.dbvitals.alerts.AlertingException.Reason;
import io.dbvitals.config.json.JsonNode;
import java.util.stream.Stream;

/** What an answer of a status other than 200 to 299 means. */
final class Refusal {
    private static final int MOST = 300;

    private Refusal() {}

    static AlertingException of(String name, int status, String body) {
        return switch (status) {
            case 401, 403 ->
                new AlertingException(
                        Reason.DENIED,
                        name + " refuses the login (status " + status
                                + "); see user, password_file and token_file of \"alerting\"");
            case 404 -> new AlertingException(Reason.UNKNOWN, name + " knows no such thing" + said(body));
            case 502, 503, 504 ->
                new AlertingException(
                        Reason.UNREACHABLE, name + " cannot answer now (status " + status + ")" + said(body));
            default -> {
                if (status / 100 == 3) {
                    yield new AlertingException(
                            Reason.BROKEN,
                            name + " sends elsewhere (status " + status
                                    + "); give the address that it sends to in \"alerting\"");
                }
                yield status / 100 == 4
                        ? new AlertingException(
                                Reason.REFUSED, name + " refuses it (status " + status + ")" + said(body))
                        : new AlertingException(Reason.BROKEN, name + " failed (status " + status + ")" + said(body));
            }
        };
    }

    /** Prometheus has the text in {@code error}, Alertmanager in {@code message} or bare; pages of a proxy say nothing. */
    private static String said(String body) {
        if (body.stripLeading().startsWith("<")) {
            return "";
        }
        String text = body;
        try {
            JsonNode json = JsonNode.parse(body);
            text = Stream.of(json.text("error"), json.text("message"), json.text())
                    .filter(each -> !each.isEmpty())
                    .findFirst()
                    .orElse("");
        } catch (IllegalArgumentException e) {
            // Plain text is shown as it is.
        }
        String plain = text.strip().replaceAll("\\p{Cntrl}+", " ");
        return plain.isEmpty() ? "" : ": " + (plain.length() > MOST ? plain.substring(0, MOST) + "…" : plain);
    }
}
