package io.dbvitals.app.validate;

import io.dbvitals.app.validate.check.Check;
import io.dbvitals.app.validate.check.Result;
import io.dbvitals.migration.state.MigrationState;
import java.util.Collection;
import java.util.List;

/**
 * What came of one target.
 *
 * @param migrations that were read
 */
public record Validated(String target, String kind, List<Check> checks, List<MigrationState> migrations) {
    public Validated {
        checks = List.copyOf(checks);
        migrations = List.copyOf(migrations);
    }

    /** The worst of its checks. */
    public Result result() {
        return checks.stream().map(Check::result).reduce(Result.PASSED, Result::or);
    }

    /** The worst of all; nothing was asked: unknown. */
    public static Result result(Collection<Validated> all) {
        return all.stream().map(Validated::result).reduce(Result::or).orElse(Result.UNKNOWN);
    }
}
