package io.dbvitals.app.validate.check;

import io.dbvitals.migration.state.Version;
import io.dbvitals.scrape.CollectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether a database of PostgreSQL has the extensions, and new enough. */
public final class ExtensionCheck {
    private static final String NAME = "extension";

    private ExtensionCheck() {}

    public static List<Check> of(Asked asked, List<Requirements.Extension> wanted) throws InterruptedException {
        if (!asked.postgres()) {
            return List.of(new Check(
                    NAME, Result.UNKNOWN, "only PostgreSQL has extensions", "name the targets that have, by --target"));
        }
        String database = asked.server().mainDatabase();
        List<Check> checks = new ArrayList<>();
        try {
            Map<String, String> installed =
                    asked.server().databaseFacts(database, asked.deadline()).extensions();
            wanted.forEach(each -> checks.add(judge(each, installed, database)));
        } catch (CollectException e) {
            checks.add(Check.unknown(NAME, e));
        }
        return checks;
    }

    private static Check judge(Requirements.Extension wanted, Map<String, String> installed, String database) {
        String version = installed.get(wanted.name());
        if (version == null) {
            return new Check(
                    NAME,
                    Result.FAILED,
                    wanted.name() + " is not there",
                    "in " + database + " CREATE EXTENSION " + wanted.name());
        }
        String reason = wanted.name() + " " + version;
        if (Version.of(version).compareTo(Version.of(wanted.version())) < 0) {
            return new Check(
                    NAME,
                    Result.FAILED,
                    reason + "; " + wanted.version() + " or newer is wanted",
                    "install the newer version on the server, then in " + database + " ALTER EXTENSION " + wanted.name()
                            + " UPDATE");
        }
        return Check.passed(NAME, reason);
    }
}
