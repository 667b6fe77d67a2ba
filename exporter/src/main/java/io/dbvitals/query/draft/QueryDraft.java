package io.dbvitals.query.draft;

import io.dbvitals.config.yaml.Position;
import io.dbvitals.query.Column;
import io.dbvitals.query.Query;
import io.dbvitals.query.Query.Limit;
import io.dbvitals.query.Query.Role;
import io.dbvitals.query.Query.Scope;
import io.dbvitals.query.Query.Traits;
import io.dbvitals.query.Query.Variant;
import io.dbvitals.query.Requires;
import io.dbvitals.sql.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A {@link Query} while it is read; begins with the defaults of the native format. Its fields are open to its reader, with which it ends.
 */
public final class QueryDraft {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);
    public static final int DEFAULT_PRIORITY = 100;

    public String id;
    public final Position position;
    public String prefix;
    public String help = "";
    public Set<Engine> engines = Set.of(Engine.POSTGRES);
    public Scope scope = Scope.SERVER;
    public List<String> databases = List.of();
    public Role role = Role.ANY;
    public boolean enabled = true;
    public boolean override;
    public Requires requires = Requires.NOTHING;
    public Duration ttl = Duration.ZERO;
    public Duration timeout = DEFAULT_TIMEOUT;
    public boolean background;
    public Duration staleFor = Duration.ZERO;
    public boolean fatal;
    public int priority = DEFAULT_PRIORITY;
    public Limit limit = Limit.DEFAULT;
    public List<Variant> variants = List.of();
    public List<Column> columns = List.of();
    public Traits traits = Traits.NATIVE;

    public QueryDraft(String id, Position position) {
        this.id = id;
        this.position = position;
        this.prefix = id;
    }

    /** A draft that builds an equal query. */
    public static QueryDraft of(Query query) {
        QueryDraft draft = new QueryDraft(query.id(), query.position());
        draft.prefix = query.prefix();
        draft.help = query.help();
        draft.engines = query.engines();
        draft.scope = query.scope();
        draft.databases = query.databases();
        draft.role = query.role();
        draft.enabled = query.enabled();
        draft.override = query.override();
        draft.requires = query.requires();
        draft.ttl = query.ttl();
        draft.timeout = query.timeout();
        draft.background = query.background();
        draft.staleFor = query.staleFor();
        draft.fatal = query.fatal();
        draft.priority = query.priority();
        draft.limit = query.limit();
        draft.variants = query.variants();
        draft.columns = query.columns();
        draft.traits = query.traits();
        return draft;
    }

    public Query build() {
        return new Query(
                id,
                prefix,
                help,
                engines,
                scope,
                databases,
                role,
                enabled,
                override,
                requires,
                ttl,
                timeout,
                background,
                staleFor,
                fatal,
                priority,
                limit,
                variants,
                columns,
                traits,
                position);
    }

    /** Without the white space around it and the semicolons behind it; empty when nothing is left. */
    public static String sql(String text) {
        String sql = text.strip();
        while (sql.endsWith(";")) {
            sql = sql.substring(0, sql.length() - 1).strip();
        }
        return sql;
    }
}
