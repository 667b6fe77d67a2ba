package io.dbvitals.app.diagnosis;

import io.dbvitals.diagnosis.Fault;
import io.dbvitals.diagnosis.Finding;
import io.dbvitals.diagnosis.Rung;
import io.dbvitals.diagnosis.State;
import io.dbvitals.diagnosis.Step;
import io.dbvitals.diagnosis.errors.Causes;
import io.dbvitals.diagnosis.errors.ErrorTable.Names;
import io.dbvitals.diagnosis.errors.RedisWords;
import io.dbvitals.redis.wire.BrokenLink;
import io.dbvitals.redis.wire.Command;
import io.dbvitals.redis.wire.Connector;
import io.dbvitals.redis.wire.Link;
import io.dbvitals.redis.wire.Reply;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** From the login to an answer, of a Redis or Valkey server. Its database is the data set, which may not be loaded yet. */
final class RedisSteps implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(8);
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final Command PING = Command.of("PING");
    private static final Command SIZE = Command.of("DBSIZE");
    private static final Command INFO = Command.of("INFO");
    private static final List<Command> WANTED = List.of(
            INFO, Command.of("CONFIG GET", "maxmemory"), Command.of("SLOWLOG LEN"), Command.of("LATENCY LATEST"));

    private final Connector connector;
    private final Names names;
    private Optional<Link> link = Optional.empty();

    RedisSteps(Connector connector, Names names) {
        this.connector = connector;
        this.names = names;
    }

    List<Rung> rungs() {
        return List.of(
                new Rung(Step.AUTHENTICATION, LIMIT, this::logIn),
                new Rung(Step.DATABASE, LIMIT, this::loaded),
                new Rung(Step.PRIVILEGES, LIMIT, this::privileges),
                new Rung(Step.QUERY, LIMIT, this::query));
    }

    private Finding logIn() throws Fault {
        try {
            link = Optional.of(connector.open(Deadline.after(ANSWER)));
        } catch (CollectException e) {
            throw Causes.fault(e, "", RedisWords.TABLE, names, Step.AUTHENTICATION);
        }
        Reply reply = ask(PING);
        if (reply instanceof Reply.Failure failure && failure.message().startsWith("NOAUTH")) {
            throw fault(failure.message(), Step.AUTHENTICATION);
        }
        return Finding.ok(names.user().isEmpty() ? "logged in as the default user" : "logged in as " + names.user());
    }

    /** A replica that lost its master may answer a ping, but no question about its data. */
    private Finding loaded() throws Fault {
        for (Command command : List.of(PING, SIZE)) {
            if (ask(command) instanceof Reply.Failure failure) {
                Fault fault = fault(failure.message(), Step.PRIVILEGES);
                if (fault.step() == Step.DATABASE) {
                    throw fault;
                }
            }
        }
        return Finding.ok("the data set is loaded");
    }

    private Finding privileges() throws Fault {
        List<String> refused = new ArrayList<>();
        for (Command command : WANTED) {
            if (ask(command) instanceof Reply.Failure failure
                    && failure.message().startsWith("NOPERM")) {
                refused.add(command.label());
            }
        }
        if (refused.isEmpty()) {
            return Finding.ok("may ask what is exported");
        }
        // Before Redis 7 a subcommand can be granted too, but not be taken away.
        String rights = String.join(
                " ",
                refused.stream()
                        .map(label -> "+" + label.toLowerCase(Locale.ROOT).replace(' ', '|'))
                        .toList());
        String user = names.user().isEmpty() ? "default" : names.user();
        return new Finding(
                refused.contains(INFO.label()) ? State.ERROR : State.WARNING,
                "NOPERM",
                "the server refuses " + String.join(", ", refused),
                List.of("ACL SETUSER " + user + " " + rights + ", and ACL SAVE or users of redis.conf"));
    }

    private Finding query() throws Fault {
        long began = System.nanoTime();
        String info = ask(INFO).string();
        double millis = (System.nanoTime() - began) / 1e6;
        String version = field(info, "valkey_version")
                .or(() -> field(info, "redis_version"))
                .orElse("?");
        String role = field(info, "role").orElse("?").replace("slave", "replica");
        return Finding.ok((field(info, "valkey_version").isPresent() ? "Valkey " : "Redis ") + version + ", a " + role
                + String.format(Locale.ROOT, "; INFO takes %.1f ms", millis));
    }

    private static Optional<String> field(String info, String name) {
        return info.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    private Reply ask(Command command) throws Fault {
        try {
            return link.orElseThrow().ask(List.of(command), ANSWER).getOrDefault(command, new Reply.Nothing());
        } catch (BrokenLink e) {
            String said = String.valueOf(e.getMessage());
            throw RedisWords.TABLE
                    .fault("", said, names)
                    .orElseGet(() -> new Fault(
                            Step.AUTHENTICATION,
                            Finding.error(
                                    e.silent() ? "the server does not answer in time" : "the connection broke: " + said,
                                    e.silent()
                                            ? "see what it is busy with: a slow command or script, a fork, swapping; SLOWLOG GET"
                                            : "see the server's log; with TLS, it may ask for a certificate of the client"
                                                    + " (cert_file and key_file of tls)")));
        }
    }

    private Fault fault(String message, Step otherwise) {
        return RedisWords.TABLE
                .fault("", message, names)
                .orElseGet(() -> new Fault(otherwise, Finding.error(message, "see the server's log")));
    }

    @Override
    public void close() {
        link.ifPresent(Link::close);
    }
}
