package io.dbvitals.cli.terminal;

/** What every command's exit code means, as monitoring plugins have it. */
public final class ExitCode {
    public static final int OK = 0;
    public static final int WARNING = 1;
    public static final int CRITICAL = 2;
    /** Unknown or misuse: wrong options, broken configuration. */
    public static final int MISUSE = 3;

    private ExitCode() {}
}
