package io.dbvitals.query.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.yaml.Problem;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.query.Query;
import io.dbvitals.query.draft.Exposed;
import io.dbvitals.query.load.format.Format;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedMetricsTest {
    @TempDir
    private Path folder;

    @Test
    void foreignQueryInThePlaceOfABuiltin_silencesTheBuiltinsAfterItToo() throws Exception {
        QueryFile builtin = QueryFile.of(folder, """
                queries:
                  p: {sql: S, columns: {other: {use: gauge}}}
                  p_size: {prefix: p, sql: S, columns: {bytes: {use: gauge}, files: {use: gauge}}}
                """);
        Problems problems = new Problems();
        Problems warnings = new Problems();
        QuerySet set = new QuerySet(problems, warnings);
        for (Query query : builtin.load().all()) {
            set.add(query, new QuerySet.Source(-1, Format.NATIVE));
        }
        set.add(
                QueryFile.of(folder, "p: {query: S, metrics: [{bytes: {usage: GAUGE}}]}")
                        .only(),
                new QuerySet.Source(0, Format.POSTGRES_EXPORTER));

        SharedMetrics.check(set, problems, warnings);

        assertThat(warnings.list())
                .extracting(Problem::message)
                .contains("the query \"p\" silences metrics of the query \"p_size\" inside the program: p_bytes");
        assertThat(Exposed.by(set.all().get(1).query()))
                .extracting(Exposed::name)
                .containsExactly("p_files");
    }
}
