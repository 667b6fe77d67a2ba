package io.dbvitals.redis;

import io.dbvitals.config.RedisConfig;
import io.dbvitals.redis.model.Info;
import io.dbvitals.redis.model.Readout;
import io.dbvitals.redis.model.Subject;
import io.dbvitals.redis.wire.BrokenLink;
import io.dbvitals.redis.wire.Command;
import io.dbvitals.redis.wire.Connector;
import io.dbvitals.redis.wire.Link;
import io.dbvitals.redis.wire.Reply;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.scrape.login.AuthenticationPause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One server, read over one kept connection: in one round trip as soon as it is known what there is to ask. */
final class Server implements AutoCloseable {
    private static final Command NAME = Command.of("CLIENT SETNAME", "dbvitals");
    private static final Command PLAIN_INFO = Command.of("INFO");
    /** What is learned from one answer may lead to further questions: the server's kind, a key's type, a stream's groups. */
    private static final int MOST_ROUNDS = 5;

    private final RedisConfig config;
    private final List<Subject> subjects;
    private final Connector connector;
    private final Refusals refusals;
    private final InfoRefusal infoRefusal;
    private final Command fullInfo;
    private volatile Optional<Link> link = Optional.empty();
    private volatile boolean closed;
    private volatile Duration connecting = Duration.ZERO;
    private List<Command> plan = List.of();
    private Command info;
    private String runId = "";

    Server(RedisConfig config, List<Subject> subjects, Refusals refusals) {
        AuthenticationPause pause = new AuthenticationPause(System::nanoTime);
        this.config = config;
        this.subjects = List.copyOf(subjects);
        this.connector = new Connector(config, pause);
        this.refusals = refusals;
        this.infoRefusal = new InfoRefusal(config, pause);
        this.fullInfo = Command.of("INFO", config.options().modules() ? "everything" : "ALL");
        this.info = fullInfo;
    }

    /** Everything at once, or nothing: a connection that breaks half-way is replaced once. */
    synchronized Readout read(Deadline deadline) throws CollectException {
        connecting = Duration.ZERO;
        if (deadline.passed()) {
            // A healthy connection must not be taken for a silent one.
            throw new CollectException(Reason.TIMEOUT, config.address() + ": no time was left to ask");
        }
        infoRefusal.check();
        Optional<Link> kept = link;
        if (kept.isPresent()) {
            try {
                // A kept connection that is silent may be dead, as behind a firewall; half of the time is left to find
                // out.
                return read(
                        kept.get(), false, deadline.atMost(deadline.remaining().dividedBy(2)));
            } catch (BrokenLink e) {
                drop();
                if (deadline.passed()) {
                    throw failure(e);
                }
            }
        }
        Link fresh = connect(deadline);
        try {
            return read(fresh, true, deadline);
        } catch (BrokenLink e) {
            drop();
            throw failure(e);
        }
    }

    /** How long it took to connect in the last reading; zero where the connection was kept. */
    Duration connecting() {
        return connecting;
    }

    int openConnections() {
        return link.isPresent() ? 1 : 0;
    }

    /** Also ends a reading that is under way. */
    @Override
    public void close() {
        closed = true;
        drop();
    }

    private Link connect(Deadline deadline) throws CollectException {
        long start = System.nanoTime();
        Link fresh = connector.open(deadline);
        connecting = Duration.ofNanos(System.nanoTime() - start);
        link = Optional.of(fresh);
        if (closed) {
            drop();
            throw new CollectException(Reason.UNREACHABLE, config.address() + " is no longer a target");
        }
        plan = List.of();
        info = fullInfo;
        refusals.forget();
        return fresh;
    }

    private Readout read(Link on, boolean fresh, Deadline deadline) throws BrokenLink, CollectException {
        Map<Command, Reply> replies = new LinkedHashMap<>(ask(on, withInfo(plan), deadline));
        Info told = told(on, replies, deadline);
        if (!told.text("run_id").equals(runId)) {
            // Behind one address there may be another server since.
            runId = told.text("run_id");
            refusals.forget();
        }
        refusals.note(replies);
        Readout readout = new Readout(told, replies, Instant.now());
        subjects.forEach(subject -> subject.learn(readout));
        List<Command> next = missing(told, replies);
        if (fresh) {
            next.add(NAME);
        }
        for (int round = 1; round < MOST_ROUNDS && !next.isEmpty(); round++) {
            Map<Command, Reply> answers = ask(on, next, deadline);
            refusals.note(answers);
            replies.putAll(answers);
            subjects.forEach(subject -> subject.learn(readout));
            next = missing(told, replies);
        }
        return readout;
    }

    private Map<Command, Reply> ask(Link on, List<Command> commands, Deadline deadline) throws BrokenLink {
        return on.ask(commands, deadline.atMost(config.timeout()).remaining());
    }

    private List<Command> withInfo(List<Command> others) {
        List<Command> all = new ArrayList<>(others.size() + 1);
        all.add(info);
        others.stream().filter(command -> !refusals.holds(command)).forEach(all::add);
        return all;
    }

    private Info told(Link on, Map<Command, Reply> replies, Deadline deadline) throws BrokenLink, CollectException {
        Reply reply = replies.getOrDefault(info, new Reply.Nothing());
        boolean otherwise = reply instanceof Reply.Failure failure
                ? failure.lasting()
                        && failure.message().startsWith("ERR")
                        && !failure.message().contains("unknown command")
                : reply.string().isBlank();
        if (otherwise && !info.equals(PLAIN_INFO)) {
            // Old and managed servers may know no sections.
            info = PLAIN_INFO;
            reply = ask(on, List.of(info), deadline).getOrDefault(info, new Reply.Nothing());
        }
        replies.remove(fullInfo);
        replies.remove(PLAIN_INFO);
        if (reply instanceof Reply.Failure failure) {
            throw infoRefusal.of(failure, this::drop);
        }
        infoRefusal.answered();
        Info told = Info.parse(reply.string());
        if (!told.has("redis_version") && !told.has("run_id") && !told.has("uptime_in_seconds")) {
            throw new CollectException(
                    Reason.BAD_DATA, config.address() + " answers INFO with something that is not of Redis");
        }
        return told;
    }

    private List<Command> missing(Info told, Map<Command, Reply> replies) {
        List<Command> all = new ArrayList<>();
        for (Subject subject : subjects) {
            if (subject.applies(told)) {
                all.addAll(subject.commands(told));
            }
        }
        // As few changes of the database as can be.
        all.sort(Comparator.comparingInt(Command::database));
        plan = all;
        List<Command> missing = new ArrayList<>();
        for (Command command : all) {
            if (!replies.containsKey(command) && !refusals.holds(command)) {
                missing.add(command);
            }
        }
        return missing;
    }

    private CollectException failure(BrokenLink e) {
        return e.silent()
                ? new CollectException(Reason.TIMEOUT, config.address() + " did not answer in time", e)
                : new CollectException(
                        Reason.UNREACHABLE, "the connection to " + config.address() + " broke: " + e.getMessage(), e);
    }

    private void drop() {
        link.ifPresent(Link::close);
        link = Optional.empty();
    }
}
