package io.dbvitals.guard.rule;

import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.select.Globs;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Trait;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says whom no rule touches, and why. */
public final class Protection {
    /** Tools that back up, replicate or repair; a client may name itself so, and is then left alone. */
    private static final Pattern TOOLS = Pattern.compile(
            "(?:pg_dump|pg_dumpall|pg_restore|pg_basebackup|pg_receivewal|pg_recvlogical|pg_upgrade"
                    + "|pg_rewind|pg_repack|pg_cron|pgBackRest|barman|wal-g|Patroni|repmgr|pg_probackup|mysqldump|mariadb-dump"
                    + "|mariabackup|xtrabackup|mydumper)(?:[^A-Za-z].*)?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final GuardConfig.Protect config;
    private final List<Pattern> applications;

    /** {@code config}: whom the user protects beside those who always are. */
    public Protection(GuardConfig.Protect config) {
        this.config = config;
        this.applications = config.applications().stream()
                .map(text -> Pattern.compile(text, Pattern.DOTALL))
                .toList();
    }

    /** Why the session is never ended; empty: nothing protects it. */
    public Optional<String> reason(Session session) {
        for (Trait trait : session.traits()) {
            if (trait.protects()) {
                return Optional.of(trait.text());
            }
        }
        String application = session.application();
        if (TOOLS.matcher(application).matches()) {
            return Optional.of("\"" + application + "\" is a backup, replication or maintenance tool");
        }
        if (applications.stream().anyMatch(each -> each.matcher(application).matches())) {
            return Optional.of("protect.applications has \"" + application + "\"");
        }
        if (Globs.any(config.users(), session.user())) {
            return Optional.of("protect.users has \"" + session.user() + "\"");
        }
        return Globs.any(config.databases(), session.database())
                ? Optional.of("protect.databases has \"" + session.database() + "\"")
                : Optional.empty();
    }
}
