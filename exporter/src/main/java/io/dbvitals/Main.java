package io.dbvitals;

import io.dbvitals.cli.Commands;

/** Arguments in, exit code out. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(Commands.run(args));
    }
}
