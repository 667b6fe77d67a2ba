package io.dbvitals.pgbouncer;

import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.pgbouncer.wire.Answer;
import io.dbvitals.pgbouncer.wire.Console;
import io.dbvitals.pgbouncer.wire.ServerError;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.scrape.login.AuthenticationPause;
import io.dbvitals.sql.DatabaseFacts;
import io.dbvitals.sql.Engine;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The admin console of a PgBouncer, over one connection that is kept. Of its commands only those are sent that show something: the
 * console knows no read-only session, and an administrator's could shut the pooler down.
 */
public final class PgBouncerServer implements SqlServer {
    private static final Duration FACTS_TIMEOUT = Duration.ofSeconds(2);
    private static final Pattern VERSION = Pattern.compile("\\d+(?:\\.\\d+)+");

    /** The console's grammar has no comments. */
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|--[^\\n]*", Pattern.DOTALL);

    /** Not SHOW FDS, which stops the pooler while it answers and shows password hashes. */
    private static final Pattern ALLOWED = Pattern.compile("(?i)show\\s+(?!fds\\b)[a-z_0-9]+\\s*;?");

    private final PgBouncerConfig config;
    private final AuthenticationPause pause = new AuthenticationPause(System::nanoTime);
    private final Semaphore turn = new Semaphore(1, true);
    private final Object lock = new Object();
    private Optional<Console> kept = Optional.empty();
    private boolean closed;
    /** Whether the connection that is in use is to be closed when it comes back. */
    private boolean worn;

    private volatile int open;
    private volatile String banner = "";

    public PgBouncerServer(PgBouncerConfig config) {
        this.config = config;
    }

    @Override
    public String address() {
        return config.address();
    }

    @Override
    public int maxConnections() {
        return 1;
    }

    @Override
    public int openConnections() {
        return open;
    }

    @Override
    public String mainDatabase() {
        return config.database();
    }

    @Override
    public String user() {
        return config.user();
    }

    /** What {@code SHOW VERSION} last said, as {@code PgBouncer 1.24.1}; empty before. */
    public String banner() {
        return banner;
    }

    @Override
    public ServerFacts facts(Deadline deadline) throws CollectException, InterruptedException {
        // Asked before all else, so this is where a connection shows that died without a sign, as behind a firewall.
        Answer answer =
                use(new Statement("server facts", mainDatabase(), "SHOW VERSION", FACTS_TIMEOUT, 0), deadline, true);
        String said = "";
        if (answer.rows().next() && answer.rows().columnCount() > 0) {
            said = answer.rows().text(0);
        } else if (!answer.notices().isEmpty()) {
            said = answer.notices().get(0);
        }
        Matcher version = VERSION.matcher(said);
        if (!version.find()) {
            throw new CollectException(
                    Reason.UNSUPPORTED, address() + " does not tell its version as a PgBouncer does");
        }
        banner = said;
        // It does not tell since when it runs.
        return new ServerFacts(Engine.PGBOUNCER, version.group(), false, Instant.EPOCH, List.of(mainDatabase()));
    }

    @Override
    public DatabaseFacts databaseFacts(String database, Deadline deadline)
            throws CollectException, InterruptedException {
        Statement statement = new Statement("database facts", database, "SHOW CONFIG", FACTS_TIMEOUT, 0);
        return read(statement, deadline, rows -> {
            Map<String, String> settings = new HashMap<>();
            while (rows.next()) {
                settings.put(rows.text(0), rows.text(1));
            }
            return new DatabaseFacts(Map.of(), Set.of(), settings);
        });
    }

    @Override
    public <T> T read(Statement statement, Deadline deadline, RowReader<T> reader)
            throws CollectException, InterruptedException {
        return reader.read(use(statement, deadline, false).rows());
    }

    /** The console cannot prepare; what shows something may as well be run. */
    @Override
    public void check(Statement statement, Deadline deadline) throws CollectException, InterruptedException {
        use(statement, deadline, false);
    }

    @Override
    public void reopen() {
        synchronized (lock) {
            worn = true;
        }
        closeKept();
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        closeKept();
    }

    private void closeKept() {
        take().ifPresent(console -> {
            console.close();
            open = 0;
        });
    }

    /** @param trivial whether silence can only mean that the connection or the server is dead */
    private Answer use(Statement statement, Deadline deadline, boolean trivial)
            throws CollectException, InterruptedException {
        String command = command(statement);
        if (!turn.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new CollectException(
                    Reason.TIMEOUT, "no free connection to " + address() + " in time; the only one is in use");
        }
        try {
            Optional<Console> before = take();
            if (before.isPresent()) {
                try {
                    return ask(before.get(), command, statement, deadline);
                } catch (IOException e) {
                    // A kept connection that breaks says nothing about the server: it may have restarted since.
                    boolean stale = e instanceof SocketTimeoutException ? trivial : !(e instanceof ProtocolException);
                    if (!stale || deadline.passed()) {
                        throw Failures.reading(statement.name(), config, e);
                    }
                } catch (ServerError e) {
                    if (!e.fatal() || deadline.passed()) {
                        throw Failures.reading(statement.name(), config, e);
                    }
                }
            }
            if (deadline.passed()) {
                throw new CollectException(Reason.TIMEOUT, statement.name() + ": no time was left to begin");
            }
            Console fresh = connect(deadline);
            try {
                return ask(fresh, command, statement, deadline);
            } catch (IOException e) {
                throw Failures.reading(statement.name(), config, e);
            } catch (ServerError e) {
                throw Failures.reading(statement.name(), config, e);
            }
        } finally {
            turn.release();
        }
    }

    private String command(Statement statement) throws CollectException {
        String command = COMMENT.matcher(statement.sql()).replaceAll(" ").strip();
        if (!ALLOWED.matcher(command).matches()) {
            throw new CollectException(
                    Reason.UNSUPPORTED,
                    statement.name() + ": only SHOW and one word, other than FDS, is sent to a PgBouncer");
        }
        return command;
    }

    private Answer ask(Console console, String command, Statement statement, Deadline deadline)
            throws IOException, ServerError {
        boolean healthy = false;
        try {
            Deadline end = deadline.atMost(statement.timeout()).atMost(config.timeout());
            Answer answer = console.ask(command, statement.maxRows(), end);
            healthy = true;
            return answer;
        } catch (ServerError e) {
            healthy = !e.fatal();
            throw e;
        } finally {
            if (healthy) {
                giveBack(console);
            } else {
                console.drop();
                open = 0;
            }
        }
    }

    private Console connect(Deadline deadline) throws CollectException {
        synchronized (lock) {
            if (closed) {
                throw new CollectException(Reason.UNREACHABLE, address() + " is no longer a target");
            }
            worn = false;
        }
        String password;
        try {
            password = config.password().read();
        } catch (ConfigException e) {
            throw new CollectException(Reason.DENIED, String.valueOf(e.getMessage()), e);
        }
        int credentials = (config.user() + '\n' + password).hashCode();
        pause.check(config.database(), credentials);
        try {
            Console console = Console.open(config, password, deadline.atMost(config.connectTimeout()));
            open = 1;
            pause.accepted(config.database());
            return console;
        } catch (ServerError e) {
            CollectException failure = Failures.connecting(config, e);
            if (Failures.mayLockOut(e)) {
                pause.refused(credentials, String.valueOf(failure.getMessage()));
            }
            throw failure;
        } catch (IOException e) {
            throw Failures.connecting(config, e);
        }
    }

    private Optional<Console> take() {
        synchronized (lock) {
            Optional<Console> taken = kept;
            kept = Optional.empty();
            return taken;
        }
    }

    private void giveBack(Console console) {
        boolean keep;
        synchronized (lock) {
            keep = !closed && !worn;
            if (keep) {
                kept = Optional.of(console);
            }
        }
        if (!keep) {
            console.close();
            open = 0;
        }
    }
}
