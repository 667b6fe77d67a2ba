package io.dbvitals.http.access;

import io.dbvitals.config.WebConfig;
import io.dbvitals.config.api.ApiConfig.Subject;
import io.dbvitals.http.resource.Caller;
import io.dbvitals.http.resource.Role;
import io.dbvitals.http.tls.TlsFiles;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/** Whose certificate a connection bears. */
final class Subjects {
    private Subjects() {}

    /** Whether certificates of clients are verified at all. */
    static boolean areVerified(WebConfig web) {
        return web.tls().map(TlsFiles::verifies).orElse(false);
    }

    /**
     * The one among those that may come in by a certificate.
     *
     * @param verifiedSinceMillis when certificates began to be verified: on an older connection nobody did
     */
    static Optional<Caller> find(List<Subject> subjects, Request request, long verifiedSinceMillis) {
        EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
        if (subjects.isEmpty()
                || connection.getCreatedTimeStamp() < verifiedSinceMillis
                || !(request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE) instanceof EndPoint.SslSessionData tls)) {
            return Optional.empty();
        }
        X509Certificate[] chain = tls.peerCertificates();
        if (chain == null || chain.length == 0) {
            return Optional.empty();
        }
        X500Principal name = chain[0].getSubjectX500Principal();
        return subjects.stream()
                .filter(subject -> subject.name().equals(name))
                .findFirst()
                .map(subject ->
                        new Caller(name.getName(), Role.valueOf(subject.role().name())));
    }
}
