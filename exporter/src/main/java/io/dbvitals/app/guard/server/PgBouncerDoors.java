package io.dbvitals.app.guard.server;

import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.guard.session.Doors;
import io.dbvitals.pgbouncer.PgBouncerConsole;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import java.util.List;
import java.util.Optional;

/** The databases of a PgBouncer: enabled, paused by somebody, or disabled. */
final class PgBouncerDoors implements Doors {
    private static final String ENABLED = "enabled";
    private static final String PAUSED = "paused";
    private static final String DISABLED = "disabled";

    private final String user;
    private final PgBouncerConsole console;

    private PgBouncerDoors(String user, PgBouncerConsole console) {
        this.user = user;
        this.console = console;
    }

    /** Connects to nothing yet. */
    static PgBouncerDoors of(PgBouncerConfig config) {
        return new PgBouncerDoors(config.user(), new PgBouncerConsole(config));
    }

    @Override
    public List<Door> look() throws CollectException {
        Optional<String> hindrance = console.commands()
                ? Optional.empty()
                : Optional.of("the user \"" + user
                        + "\" may only read: name it in admin_users of pgbouncer.ini, and reload it");
        return console.databases().stream()
                .map(each -> new Door(each.name(), each.behind(), state(each), hindrance))
                .toList();
    }

    /** One that is disabled is shut, whether it is paused besides or not: whoever is killed between the two has shut it. */
    private static String state(PgBouncerConsole.Database database) {
        if (database.disabled()) {
            return DISABLED;
        }
        return database.paused() ? PAUSED : ENABLED;
    }

    @Override
    public String shut() {
        return DISABLED;
    }

    @Override
    public void set(String door, String state) throws CollectException {
        switch (state) {
            case DISABLED -> console.shut(door);
            case PAUSED -> console.open(door, false);
            case ENABLED -> console.open(door, true);
            default -> throw new CollectException(Reason.BAD_DATA, "a PgBouncer's database is never \"" + state + "\"");
        }
    }
}
