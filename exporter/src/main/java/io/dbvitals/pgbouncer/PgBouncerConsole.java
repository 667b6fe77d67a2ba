package io.dbvitals.pgbouncer;

import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.pgbouncer.wire.Console;
import io.dbvitals.pgbouncer.wire.ServerError;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Rows;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps clients out of the databases of a PgBouncer and lets them in again, by commands of its admin console. Each call has a connection
 * of its own: {@code max_client_conn} does not count those to the console.
 */
public final class PgBouncerConsole {
    private static final Logger logger = LoggerFactory.getLogger(PgBouncerConsole.class);

    /** The answer to PAUSE comes when nobody is served any more, which is for others to see to; it has its effect before. */
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final PgBouncerConfig config;

    /** Connects to nothing yet. */
    public PgBouncerConsole(PgBouncerConfig config) {
        this.config = config;
    }

    /**
     * A database of the pooler, from {@code SHOW DATABASES}.
     *
     * @param name that clients call it by
     * @param behind the name that it has on its server
     * @param paused whether clients that are in wait until it is resumed
     * @param disabled whether new clients are turned away
     */
    public record Database(String name, String behind, boolean paused, boolean disabled) {}

    /** All but the console itself. */
    public List<Database> databases() throws CollectException {
        return ask(this::read);
    }

    /** Whether the user may command, as {@code SHOW CONFIG} has it; where that is silent, a command will tell. */
    public boolean commands() throws CollectException {
        return ask(console -> {
            Rows rows = rows(console, "SHOW CONFIG");
            while (rows.next()) {
                if (rows.text(0).equals("admin_users")) {
                    return List.of(rows.text(1).split("[,\\s]+")).contains(config.user());
                }
            }
            return true;
        });
    }

    /** Turns new clients away; those that are in keep their connections, but are not served once their transaction has ended. */
    public void shut(String database) throws CollectException {
        tell(console -> {
            rows(console, "DISABLE " + quoted(database));
            try {
                console.ask("PAUSE " + quoted(database), 0, Deadline.after(PAUSE));
            } catch (SocketTimeoutException e) {
                logger.debug("{}: {} is paused as soon as its servers are free", config.address(), database);
            } catch (ServerError e) {
                // As when all of it is paused already. Whoever is in is served on, but new ones are kept out.
                logger.debug("{}: {} is not paused: {}", config.address(), database, e.getMessage());
            }
        });
    }

    /**
     * Lets clients in again.
     *
     * @param served whether those that are in are served again too
     */
    public void open(String database, boolean served) throws CollectException {
        tell(console -> {
            boolean waiting = served
                    && read(console).stream().anyMatch(each -> each.name().equals(database) && each.paused());
            if (waiting) {
                rows(console, "RESUME " + quoted(database));
            }
            // Last, so that one that is killed before leaves it as it has shut it.
            rows(console, "ENABLE " + quoted(database));
        });
    }

    private List<Database> read(Console console) throws IOException, ServerError, CollectException {
        Rows rows = rows(console, "SHOW DATABASES");
        int name = column(rows, "name");
        int behind = column(rows, "database");
        int paused = column(rows, "paused");
        int disabled = column(rows, "disabled");
        List<Database> all = new ArrayList<>();
        while (rows.next()) {
            if (!rows.text(name).equals(config.database())) {
                all.add(new Database(
                        rows.text(name), rows.text(behind), rows.number(paused) == 1, rows.number(disabled) == 1));
            }
        }
        return all;
    }

    private static int column(Rows rows, String column) throws CollectException {
        for (int i = 0; i < rows.columnCount(); i++) {
            if (rows.columnName(i).equals(column)) {
                return i;
            }
        }
        throw new CollectException(Reason.UNSUPPORTED, "SHOW DATABASES has no column " + column);
    }

    private Rows rows(Console console, String command) throws IOException, ServerError {
        return console.ask(command, 0, Deadline.after(config.timeout())).rows();
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** What is asked over one connection. */
    private interface Question<T> {
        T over(Console console) throws IOException, ServerError, CollectException;
    }

    /** What is said over one connection. */
    private interface Command {
        void over(Console console) throws IOException, ServerError, CollectException;
    }

    private void tell(Command command) throws CollectException {
        try (Console console = connect()) {
            command.over(console);
        } catch (IOException e) {
            throw failure(e);
        } catch (ServerError e) {
            throw failure(e);
        }
    }

    private <T> T ask(Question<T> question) throws CollectException {
        try (Console console = connect()) {
            return question.over(console);
        } catch (IOException e) {
            throw failure(e);
        } catch (ServerError e) {
            throw failure(e);
        }
    }

    private CollectException failure(IOException e) {
        return Failures.reading("the admin console", config, e);
    }

    private CollectException failure(ServerError e) {
        return Failures.reading("the admin console", config, e);
    }

    private Console connect() throws CollectException {
        try {
            return Console.open(config, config.password().read(), Deadline.after(config.connectTimeout()));
        } catch (ConfigException e) {
            throw new CollectException(Reason.DENIED, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw Failures.connecting(config, e);
        } catch (ServerError e) {
            throw Failures.connecting(config, e);
        }
    }
}
