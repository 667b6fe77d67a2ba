package io.dbvitals.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.yaml.Position;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.DatabaseFacts;
import io.dbvitals.sql.Engine;
import io.dbvitals.sql.ServerFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
    private static final DatabaseFacts FACTS =
            new DatabaseFacts(Map.of("vector", "0.8.0"), Set.of("public", "app"), Map.of("track_io_timing", "on"));

    private final List<String> asked = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            any     |             |             | runs
            primary |             |             | runs
            replica |             |             | role: for replicas; the server is a primary
            any     | >=13 <18    |             | runs; variant >=13 <18
            any     | >=18        |             | version: the server is 17.4; the query is for >=18
            any     |             | tag prod    | runs
            any     |             | tag dev     | tag: the target must bear the tag dev
            any     |             | tag !prod   | tag: the target must not bear the tag prod
            any     |             | tag !dev    | runs
            any     |             | database p* | runs
            any     |             | database q* | database: only for databases [q*]
            any     |             | user me     | runs
            any     |             | user root   | user: only for users [root]
            any     |             | extension vector >=0.5 | runs
            any     |             | extension vector >=0.9 | extension: vector is 0.8.0; the query is for >=0.9
            any     |             | extension postgis *    | extension: CREATE EXTENSION postgis is missing in postgres
            any     |             | schema app   | runs
            any     |             | schema other | schema: there is no schema other in postgres
            any     |             | setting track_io_timing on  | runs
            any     |             | setting track_io_timing off | setting: track_io_timing is on, not one of [off]
            any     |             | setting nonsense on         | setting: nonsense is unknown, not one of [on]
            """)
    void query_isInOrOut_withTheReason(String role, String versions, String requirement, String explanation)
            throws Exception {
        Query query = query(
                Query.Scope.SERVER,
                List.of(),
                Query.Role.valueOf(role.toUpperCase(Locale.ROOT)),
                versions == null ? "*" : versions,
                requires(requirement == null ? "" : requirement));

        assertThat(plan(TargetConfig.Databases.ONE, false, query)).containsExactly("q@postgres " + explanation);
    }

    @Test
    void queryForPrimaries_isOutOnAReplica() throws Exception {
        Query query = query(Query.Scope.SERVER, List.of(), Query.Role.PRIMARY, "*", Requires.NOTHING);

        assertThat(plan(TargetConfig.Databases.ONE, true, query))
                .containsExactly("q@postgres role: for primaries; the server is a replica");
    }

    @Test
    void disabledQuery_isOut() throws Exception {
        Query query = query(Query.Scope.SERVER, List.of(), Query.Role.ANY, "*", Requires.NOTHING, false);

        assertThat(plan(TargetConfig.Databases.ONE, false, query))
                .containsExactly("q@postgres disabled: off by default; name it in queries.enable");
    }

    @Test
    void factsThatCannotBeRead_areTheReason_andAskedForOnce() throws Exception {
        Query one = query(Query.Scope.SERVER, List.of(), Query.Role.ANY, "*", requires("schema app"));
        Query free = query(Query.Scope.SERVER, List.of(), Query.Role.ANY, "*", Requires.NOTHING);

        List<Planned> planned = planner(TargetConfig.Databases.ONE)
                .plan(List.of(one, one, free), server(false), database -> {
                    asked.add(database);
                    throw new CollectException(Reason.TIMEOUT, "late");
                });

        assertThat(planned.stream().map(Planned::reason)).containsExactly("facts", "facts", "");
        assertThat(asked).containsExactly("postgres");
    }

    @Test
    void queryOfAnotherEngine_isNotPlanned() throws Exception {
        ServerFacts mariadb = new ServerFacts(Engine.MARIADB, "10.11.19", false, Instant.EPOCH, List.of("app"));

        assertThat(planner(TargetConfig.Databases.ONE)
                        .plan(
                                List.of(query(Query.Scope.SERVER, List.of(), Query.Role.ANY, "*", Requires.NOTHING)),
                                mariadb,
                                database -> FACTS))
                .isEmpty();
    }

    @Test
    void databaseQuery_runsInEachSelectedDatabase() throws Exception {
        Query all = query(Query.Scope.DATABASE, List.of(), Query.Role.ANY, "*", Requires.NOTHING);
        Query some = query(Query.Scope.DATABASE, List.of("app*"), Query.Role.ANY, "*", Requires.NOTHING);

        assertThat(plan(TargetConfig.Databases.ONE, false, all)).containsExactly("q@postgres runs");
        assertThat(plan(databases(List.of(), List.of(), 10), false, all))
                .containsExactly("q@app runs", "q@app_2 runs", "q@postgres runs", "q@shop runs");
        assertThat(plan(databases(List.of("app*", "shop"), List.of("*_2"), 10), false, all))
                .containsExactly("q@app runs", "q@shop runs");
        assertThat(plan(databases(List.of(), List.of(), 2), false, all)).containsExactly("q@app runs", "q@app_2 runs");
        assertThat(plan(databases(List.of(), List.of("app"), 10), false, some)).containsExactly("q@app_2 runs");
        assertThat(plan(TargetConfig.Databases.ONE, false, some))
                .as("databases that the query itself names")
                .containsExactly("q@app runs", "q@app_2 runs");
    }

    private List<String> plan(TargetConfig.Databases databases, boolean replica, Query... queries) throws Exception {
        return planner(databases).plan(List.of(queries), server(replica), database -> FACTS).stream()
                .map(planned -> planned.query().id() + "@" + planned.database() + " "
                        + (planned.in() ? "" : planned.reason() + ": ") + planned.explanation())
                .collect(Collectors.toList());
    }

    private static Planner planner(TargetConfig.Databases databases) {
        return new Planner("postgres", "me", databases, List.of("prod"));
    }

    private static ServerFacts server(boolean replica) {
        return new ServerFacts(
                Engine.POSTGRES, "17.4", replica, Instant.EPOCH, List.of("app", "app_2", "postgres", "shop"));
    }

    private static TargetConfig.Databases databases(List<String> include, List<String> exclude, int max) {
        return new TargetConfig.Databases(true, include, exclude, max);
    }

    /** From words such as {@code extension vector >=0.5}. */
    private static Requires requires(String text) {
        List<String> words = List.of(text.split(" ", 3));
        String value = words.size() > 1 ? words.get(1) : "";
        String third = words.size() > 2 ? words.get(2) : "*";
        boolean extension = words.get(0).equals("extension");
        boolean setting = words.get(0).equals("setting");
        return new Requires(
                extension ? Map.of(value, VersionRange.parse(third).orElseThrow()) : Map.of(),
                words.get(0).equals("schema") ? List.of(value) : List.of(),
                setting ? Map.of(value, List.of(third)) : Map.of(),
                words.get(0).equals("tag") ? List.of(value) : List.of(),
                words.get(0).equals("database") ? List.of(value) : List.of(),
                words.get(0).equals("user") ? List.of(value) : List.of(),
                List.of());
    }

    private static Query query(
            Query.Scope scope, List<String> databases, Query.Role role, String versions, Requires requires) {
        return query(scope, databases, role, versions, requires, true);
    }

    private static Query query(
            Query.Scope scope,
            List<String> databases,
            Query.Role role,
            String versions,
            Requires requires,
            boolean enabled) {
        VersionRange range = versions.equals("*")
                ? VersionRange.ANY
                : VersionRange.parse(versions).orElseThrow();
        return new Query(
                "q",
                "q",
                "Help",
                Set.of(Engine.POSTGRES),
                scope,
                databases,
                role,
                enabled,
                false,
                requires,
                Duration.ZERO,
                Duration.ofSeconds(2),
                false,
                Duration.ZERO,
                false,
                100,
                Query.Limit.DEFAULT,
                List.of(new Query.Variant(range, "SELECT 1")),
                List.of(),
                Query.Traits.NATIVE,
                new Position("q.yaml", 1, 1));
    }
}
