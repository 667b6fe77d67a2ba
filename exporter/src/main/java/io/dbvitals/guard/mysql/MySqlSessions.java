package io.dbvitals.guard.mysql;

import io.dbvitals.config.MySqlConfig;
import io.dbvitals.guard.mysql.Dialect.There;
import io.dbvitals.guard.session.GuardedServer;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Control;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The sessions of a MySQL or MariaDB server. Tested on MariaDB; of what is for MySQL alone, {@link MySql8}, who waits for rows is tested
 * only where Docker answers, and the procedures of managed services against stand-ins of the same names.
 */
public final class MySqlSessions implements GuardedServer {
    private static final Duration STATEMENT = Duration.ofSeconds(5);

    private static final String CLAIM = "SELECT get_lock('dbvitals_guard', 0)";

    private static final String UNCLAIM = "SELECT release_lock('dbvitals_guard')";

    private static final String LATER = "SELECT sleep(0.05)";

    /** No such session; no such statement. */
    private static final Set<String> GONE = Set.of("1094", "1957");

    /** No such procedure, and none that we may call: its absence says no more than the refusal before did. */
    private static final Set<String> NO_PROCEDURE = Set.of("1305", "1044", "1142", "1370");

    private final MySqlConfig config;
    private final Control.Opener opener;
    private Optional<Open> open = Optional.empty();
    private boolean claimed;

    private MySqlSessions(MySqlConfig config, Control.Opener opener) {
        this.config = config;
        this.opener = opener;
    }

    /** Connects when it is first asked for something. */
    public static MySqlSessions of(MySqlConfig config, Control.Opener opener) {
        return new MySqlSessions(config, opener);
    }

    /** A connection, and how to speak to what is behind it. */
    private record Open(Control control, Dialect dialect) {}

    @Override
    public String address() {
        return config.address();
    }

    @Override
    public boolean claim() throws CollectException {
        Control control = opened().control();
        if (!claimed) {
            claimed = control.read(CLAIM, List.of(), rows -> rows.next() && rows.number(0) == 1);
        }
        return claimed;
    }

    @Override
    public void release() throws CollectException {
        if (claimed) {
            claimed = false;
            boolean unused = opened().control().read(UNCLAIM, List.of(), rows -> rows.next());
        }
    }

    @Override
    public Snapshot look() throws CollectException {
        Open now = opened();
        return new MySqlLook(now.dialect(), config.user(), program()).at(now.control());
    }

    /** How the sessions that scrape call themselves. */
    private String program() {
        for (String attribute :
                config.parameters().getOrDefault("connectionAttributes", "").split(",", -1)) {
            if (attribute.strip().startsWith("program_name:")) {
                return attribute.strip().substring("program_name:".length());
            }
        }
        return "dbvitals";
    }

    @Override
    public Ending end(Session session, Means means, Duration wait) throws CollectException {
        Open now = opened();
        try {
            if (!sent(now, session, means)) {
                There there = now.dialect().there(now.control(), session);
                return there == There.GONE ? Ending.GONE : Ending.CHANGED;
            }
        } catch (CollectException e) {
            if (e.reason() == Reason.DENIED || NO_PROCEDURE.contains(e.code())) {
                return Ending.DENIED;
            }
            if (GONE.contains(e.code())) {
                return Ending.GONE;
            }
            throw e;
        }
        return gone(now, session, means, wait);
    }

    private static boolean sent(Open now, Session session, Means means) throws CollectException {
        try {
            return now.dialect().kill(now.control(), session, means);
        } catch (CollectException e) {
            if (e.reason() != Reason.DENIED) {
                throw e;
            }
            // It was what was seen a moment ago: that is asked before.
            now.control().run(now.dialect().managed(session, means));
            return true;
        }
    }

    private static Ending gone(Open now, Session session, Means means, Duration wait) throws CollectException {
        long end = System.nanoTime() + wait.toNanos();
        while (true) {
            There there = now.dialect().there(now.control(), session);
            if (there == There.GONE || there == There.OTHER || (means == Means.CANCEL && there == There.AT_ELSE)) {
                return Ending.DONE;
            }
            if (System.nanoTime() - end >= 0) {
                return Ending.TIMEOUT;
            }
            now.control().read(LATER, List.of(), rows -> rows.next());
        }
    }

    private Open opened() throws CollectException {
        Optional<Open> usable = open.filter(each -> each.control().open());
        if (usable.isPresent()) {
            return usable.get();
        }
        close();
        Control control = opener.open(STATEMENT);
        boolean done = false;
        try {
            // The zone in which InnoDB tells the times of its transactions.
            control.run("SET SESSION time_zone = 'SYSTEM'");
            boolean mariaDb = control.read(
                    "SELECT version()",
                    List.of(),
                    rows -> rows.next() && rows.text(0).contains("MariaDB"));
            Open fresh = new Open(control, mariaDb ? new MariaDb() : new MySql8());
            open = Optional.of(fresh);
            done = true;
            return fresh;
        } finally {
            if (!done) {
                control.close();
            }
        }
    }

    @Override
    public void close() {
        claimed = false;
        open.map(Open::control).ifPresent(Control::close);
        open = Optional.empty();
    }
}
