package io.dbvitals.grafana.live;

/** Prometheus cannot be asked. */
public final class LiveException extends Exception {
    private static final long serialVersionUID = 1;

    LiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
