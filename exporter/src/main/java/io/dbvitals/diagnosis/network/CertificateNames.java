package io.dbvitals.diagnosis.network;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whom a certificate is for. */
final class CertificateNames {
    private static final int DNS = 2;
    private static final int ADDRESS = 7;
    private static final Pattern COMMON_NAME = Pattern.compile("(?i)(?:^|,)\\s*CN=([^,]+)");

    private CertificateNames() {}

    /** Host names and addresses; the common name only where there are none. */
    static List<String> of(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    int type = (Integer) alternative.get(0);
                    if (type == DNS || type == ADDRESS) {
                        names.add(String.valueOf(alternative.get(1)));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            // Then it has none that anybody could read.
            names.clear();
        }
        if (names.isEmpty()) {
            String subject = certificate.getSubjectX500Principal().getName();
            Matcher common = COMMON_NAME.matcher(subject);
            names.add(common.find() ? common.group(1) : subject);
        }
        return names;
    }

    /** A star stands for the first label, and for the whole of it. */
    static boolean match(List<String> names, String host) {
        String wanted = host.toLowerCase(Locale.ROOT);
        int dot = wanted.indexOf('.');
        for (String name : names) {
            String given = name.toLowerCase(Locale.ROOT);
            boolean starred =
                    given.startsWith("*.") && dot > 0 && wanted.substring(dot).equals(given.substring(1));
            if (given.equals(wanted) || starred) {
                return true;
            }
        }
        return false;
    }
}
