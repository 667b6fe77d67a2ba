package io.dbvitals.query.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.yaml.Problem;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.query.Query;
import io.dbvitals.query.load.QuerySet.Source;
import io.dbvitals.query.load.format.Format;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuerySetTest {
    @TempDir
    private Path folder;

    @Test
    void queryOfPgExporter_staysBesideABuiltinOfItsName() throws Exception {
        Problems problems = new Problems();
        Problems warnings = new Problems();
        QuerySet set = new QuerySet(problems, warnings);
        set.add(
                QueryFile.of(folder, "queries: {jobs: {sql: S, columns: {a: {use: gauge}}}}")
                        .only(),
                new Source(-1, Format.NATIVE));
        Query foreign = QueryFile.of(folder, "jobs: {query: S, ttl: 1, metrics: [{b: {usage: GAUGE}}]}")
                .only();
        set.add(foreign, new Source(0, Format.PG_EXPORTER));
        set.add(foreign, new Source(0, Format.PG_EXPORTER));

        assertThat(problems.isEmpty()).isTrue();
        assertThat(set.all())
                .extracting(
                        sourced -> sourced.query().id() + " " + sourced.query().prefix())
                .containsExactly("jobs jobs", "pg_exporter_jobs jobs");
        assertThat(warnings.list())
                .extracting(Problem::message)
                .first()
                .asString()
                .startsWith("the query \"jobs\" is called \"pg_exporter_jobs\" here, beside the one at ");
    }
}
