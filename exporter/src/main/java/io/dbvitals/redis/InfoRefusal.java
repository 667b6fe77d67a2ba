package io.dbvitals.redis;

import io.dbvitals.config.RedisConfig;
import io.dbvitals.redis.wire.Reply;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.scrape.login.AuthenticationPause;

/** Without INFO there is nothing to show; why it was refused, and what to do about it. */
final class InfoRefusal {
    private static final String COMMAND = "INFO";
    private static final int ANY_CREDENTIALS = 0;
    /** The least rights with which everything can be read that is on by default. */
    private static final String RIGHTS =
            "-@all +@connection +info +config|get +slowlog|len +slowlog|get +latency|latest"
                    + " +latency|histogram +cluster|info +client|setname";

    private final RedisConfig config;
    private final AuthenticationPause pause;

    InfoRefusal(RedisConfig config, AuthenticationPause pause) {
        this.config = config;
        this.pause = pause;
    }

    /** Throws while INFO is not to be asked again. */
    void check() throws CollectException {
        pause.check(COMMAND, ANY_CREDENTIALS);
    }

    /** INFO was answered: a later refusal begins with the shortest pause again. */
    void answered() {
        pause.accepted(COMMAND);
    }

    /** @param reconnect run where a new connection may be treated better than this one */
    CollectException of(Reply.Failure failure, Runnable reconnect) {
        String said = config.address() + " said to INFO: " + failure.message();
        if (!failure.lasting()) {
            reconnect.run();
            return new CollectException(Reason.UNREACHABLE, said);
        }
        if (failure.message().startsWith("NOAUTH")) {
            reconnect.run();
            return new CollectException(
                    Reason.DENIED, said + "; give the target a password, by password_file or another key");
        }
        if (failure.message().startsWith("DENIED")) {
            reconnect.run();
            return new CollectException(Reason.DENIED, said);
        }
        String user = config.user().isEmpty() ? "default" : config.user();
        String remedy = failure.message().startsWith("NOPERM")
                ? "; grant it with ACL SETUSER " + user + " " + RIGHTS
                : "; it must be neither renamed nor disabled (rename-command) for the exporter";
        pause.refused(COMMAND, ANY_CREDENTIALS, said + remedy);
        return new CollectException(Reason.DENIED, said + remedy);
    }
}
