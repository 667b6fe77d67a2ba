package io.dbvitals.app.benchmark;

import io.dbvitals.config.RedisConfig;
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
import java.util.List;
import java.util.Optional;

/** A Redis or Valkey server. */
final class RedisSubject implements Subject {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final List<Question> QUESTIONS =
            List.of(new Question("round_trip", "PING"), new Question("info", "INFO"));

    private final RedisConfig config;
    private final Connector connector;
    private Optional<Link> link = Optional.empty();

    RedisSubject(RedisConfig config) {
        this.config = config;
        this.connector = new Connector(config, new AuthenticationPause(System::nanoTime));
    }

    @Override
    public List<Question> questions() {
        return QUESTIONS;
    }

    @Override
    public void connect(Deadline deadline) throws CollectException {
        close();
        link = Optional.of(connector.open(deadline));
        ask(QUESTIONS.get(0), deadline);
    }

    @Override
    public void ask(Question question, Deadline deadline) throws CollectException {
        if (link.isEmpty()) {
            connect(deadline);
        }
        Command command = Command.of(question.text());
        Reply reply;
        try {
            reply = link.orElseThrow()
                    .ask(List.of(command), deadline.atMost(TIMEOUT).remaining())
                    .getOrDefault(command, new Reply.Nothing());
        } catch (BrokenLink e) {
            close();
            throw new CollectException(
                    e.silent() ? Reason.TIMEOUT : Reason.UNREACHABLE,
                    question.name() + " on " + config.address() + ": " + e.getMessage(),
                    e);
        }
        if (reply instanceof Reply.Failure failure) {
            throw new CollectException(
                    Reason.DENIED, question.name() + " on " + config.address() + ": " + failure.message());
        }
    }

    @Override
    public void close() {
        link.ifPresent(Link::close);
        link = Optional.empty();
    }
}
