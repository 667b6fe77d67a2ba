package io.dbvitals.migration.tool;

import java.util.List;

/** The tools whose tables are known. */
public final class AllTools {
    /** Those whose tables have the same name are told apart by the columns. */
    public static final List<ToolTables> LIST = List.of(
            new FlywayHistory(),
            new LiquibaseChangelog(),
            new AlembicHeads(),
            new DjangoMigrations(),
            new GolangMigration(),
            new RailsVersions());

    private AllTools() {}
}
