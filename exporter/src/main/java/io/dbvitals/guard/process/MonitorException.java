package io.dbvitals.guard.process;

/** A PID file cannot be used, or a running monitor not be reached; the message names the remedy. */
public final class MonitorException extends Exception {
    private final boolean monitorRuns;

    MonitorException(String message) {
        super(message);
        this.monitorRuns = false;
    }

    private MonitorException(String message, boolean monitorRuns) {
        super(message);
        this.monitorRuns = monitorRuns;
    }

    static MonitorException running(String message) {
        return new MonitorException(message, true);
    }

    MonitorException(String message, Throwable cause) {
        super(message, cause);
        this.monitorRuns = false;
    }

    /** Whether it is because another monitor runs. */
    public boolean monitorRuns() {
        return monitorRuns;
    }
}
