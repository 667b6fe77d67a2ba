package io.dbvitals.diagnosis.errors;

import io.dbvitals.diagnosis.Fault;
import io.dbvitals.diagnosis.Finding;
import io.dbvitals.diagnosis.State;
import io.dbvitals.diagnosis.Step;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What a failure means that is no error of the server's, by its cause. */
public final class Causes {
    private static final String BUSY =
            "see what the server is busy with: load, memory, disks, a stopped process; raise connect_timeout where it is only slow";

    private Causes() {}

    /** What was said by whom it failed first, without what is put around it here. */
    public static String said(CollectException e) {
        Throwable cause = e.getCause();
        return String.valueOf(cause == null || cause.getMessage() == null ? e.getMessage() : cause.getMessage())
                // The driver of MariaDB begins with a number that is another one each time.
                .replaceFirst("^\\(conn[=:]\\d+\\) ", "")
                .replaceFirst("(?i)^message from server: \"(.*)\"$", "$1");
    }

    /** By the table, else by the cause, else an error of the step that was tried. */
    public static Fault fault(CollectException e, String code, ErrorTable table, ErrorTable.Names names, Step tried) {
        String said = said(e);
        Optional<Fault> network = network(e);
        return network.isPresent()
                ? network.get()
                : table.fault(code, said, names)
                        .orElseGet(() -> new Fault(tried, new Finding(State.ERROR, code, said, remedies(e))));
    }

    private static java.util.List<String> remedies(CollectException e) {
        return e.reason() == Reason.TIMEOUT
                ? java.util.List.of(BUSY)
                : java.util.List.of("see the server's log for what it says about this connection");
    }

    private static Optional<Fault> network(CollectException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return Optional.of(new Fault(
                        Step.TLS,
                        Finding.error(
                                "TLS failed: " + cause.getMessage(),
                                "check the certificate files of the target; where the server asks for a certificate of the"
                                        + " client, give one (sslcert and sslkey, or cert_file and key_file of tls)")));
            }
            if (cause instanceof UnknownHostException) {
                return Optional.of(new Fault(Step.DNS, Finding.error("the name is not known: " + cause.getMessage())));
            }
            if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
                return Optional.of(
                        new Fault(
                                Step.TCP,
                                Finding.error(
                                        "the connection was refused this time: " + cause.getMessage(),
                                        "the server went away just now, or takes turns with others behind a balancer: try again")));
            }
            if (cause instanceof SocketTimeoutException) {
                return Optional.of(new Fault(
                        Step.AUTHENTICATION, Finding.error("the server does not answer the login in time", BUSY)));
            }
            if (cause instanceof EOFException) {
                return Optional.of(new Fault(
                        Step.AUTHENTICATION,
                        Finding.error(
                                "the server hung up during the login",
                                "see the server's log; a balancer before it may have no server left behind it")));
            }
        }
        return Optional.empty();
    }
}
