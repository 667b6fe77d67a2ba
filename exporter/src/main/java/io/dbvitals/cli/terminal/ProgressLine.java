package io.dbvitals.cli.terminal;

import java.io.PrintWriter;
import picocli.CommandLine;

/** One line on a terminal that says how far a long work is; nothing where the output is no terminal. */
public final class ProgressLine {
    private static final int BAR = 20;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean terminal;

    private ProgressLine(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    public static ProgressLine on(PrintWriter err) {
        return new ProgressLine(err, CommandLine.Help.Ansi.AUTO.enabled());
    }

    /** {@code done} of {@code all} parts are done, {@code what} is next. */
    public void show(String what, int done, int all) {
        if (terminal) {
            int filled = all == 0 ? 0 : BAR * done / all;
            err.print(CLEAR + "[" + "#".repeat(filled) + " ".repeat(BAR - filled) + "] " + what);
            err.flush();
        }
    }

    public void clear() {
        if (terminal) {
            err.print(CLEAR);
            err.flush();
        }
    }
}
