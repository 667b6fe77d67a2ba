package io.dbvitals.http.call;

import io.dbvitals.http.access.Admission;
import io.dbvitals.http.answer.Refusal;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Keeps pages of other sites from calling with the login of whoever looks at them. Browsers add logins and certificates by themselves, but
 * no page can set a header, or a type that no form has, for another site without asking first (CORS), and that is never allowed.
 */
public final class CrossSite {
    /** With any value. */
    public static final String HEADER = "X-Dbvitals-Request";

    private CrossSite() {}

    /** Whether a browser says that a page of another site has sent this. */
    public static boolean isForeign(HttpFields headers) {
        String site = headers.get("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        String origin = headers.get(HttpHeader.ORIGIN);
        if (origin == null) {
            return false;
        }
        // Over plain HTTP browsers say no more than this.
        String host = headers.get(HttpHeader.HOST);
        return host == null || !origin.toLowerCase(Locale.ROOT).endsWith("://" + host.toLowerCase(Locale.ROOT));
    }

    /** A token is sent by programs only; anybody else must show that no form has sent this. */
    static void check(Request request, Admission admission) throws Refusal {
        HttpFields headers = request.getHeaders();
        if (isForeign(headers)) {
            throw new Refusal(403, "this is not accepted from a page of another site");
        }
        boolean isForm = request.getMethod().equals("POST") && !headers.contains(HEADER) && !CallBody.isJson(headers);
        if (isForm && !admission.byToken()) {
            throw new Refusal(
                    403,
                    "a page of another site could have sent this; add the header \"Content-Type: application/json\" or \""
                            + HEADER + ": 1\"");
        }
    }
}
