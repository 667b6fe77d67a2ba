package io.dbvitals.cli;

/** What every command's exit code means, as monitoring plugins have it. */
final class ExitCode {
    static final int OK = 0;
    static final int WARNING = 1;
    static final int CRITICAL = 2;
    /** Unknown or misuse: wrong options, broken configuration. */
    static final int MISUSE = 3;

    private ExitCode() {}
}
