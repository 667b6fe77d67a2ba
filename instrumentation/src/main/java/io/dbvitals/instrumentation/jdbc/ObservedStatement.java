package io.dbvitals.instrumentation.jdbc;

import io.dbvitals.instrumentation.jdbc.StatementObserver.Call;
import io.dbvitals.instrumentation.jdbc.StatementObserver.Observed;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A statement each of whose runs is observed; a batch is one run. */
final class ObservedStatement extends Invocations {
    /** A batch of more different texts than this is known by the first of them. */
    private static final int BATCH_TEXTS = 4;

    private final Connection connection;
    private final ObservedConnection source;
    private final @Nullable Observed prepared;
    private final Set<String> batch = new LinkedHashSet<>();
    private @Nullable Call last;
    private @Nullable ObservedResult open;

    private ObservedStatement(
            Statement target, Connection connection, ObservedConnection source, @Nullable Observed prepared) {
        super(target);
        this.connection = connection;
        this.source = source;
        this.prepared = prepared;
    }

    static ObservedStatement plain(Statement target, Connection connection, ObservedConnection source) {
        return new ObservedStatement(target, connection, source, null);
    }

    static ObservedStatement prepared(Statement target, Connection connection, ObservedConnection source, String sql) {
        return new ObservedStatement(target, connection, source, source.observe(sql));
    }

    @Override
    protected @Nullable Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "executeQuery", "execute", "executeUpdate", "executeLargeUpdate" -> {
                return result(run(observed(arguments), method, arguments), proxy);
            }
            case "executeBatch", "executeLargeBatch" -> {
                Observed observed = observedBatch();
                batch.clear();
                return run(observed, method, arguments);
            }
            case "addBatch" -> {
                if (arguments.length == 1 && batch.size() < BATCH_TEXTS) {
                    batch.add((String) arguments[0]);
                }
            }
            case "clearBatch" -> batch.clear();
            case "getConnection" -> {
                return connection;
            }
            case "getResultSet" -> {
                return result(pass(method, arguments), proxy);
            }
            case "close" -> endResult();
            default -> {}
        }
        return pass(method, arguments);
    }

    private Observed observed(Object[] arguments) {
        return arguments.length > 0 && arguments[0] instanceof String sql ? source.observe(sql) : observedBatch();
    }

    private Observed observedBatch() {
        if (prepared != null && batch.isEmpty()) {
            return prepared;
        }
        return source.observe(String.join(";\n", batch));
    }

    private @Nullable Object run(Observed observed, Method method, Object[] arguments) throws Throwable {
        endResult();
        Call call = observed.begin();
        Object result;
        try {
            result = pass(method, arguments);
        } catch (Throwable e) {
            call.failed(e);
            throw e;
        }
        call.succeeded(written(result));
        last = call;
        return result;
    }

    private static long written(@Nullable Object result) {
        if (result instanceof Number count) {
            return Math.max(0, count.longValue());
        }
        long rows = 0;
        if (result instanceof int[] counts) {
            for (int count : counts) {
                rows += Math.max(0, count);
            }
        } else if (result instanceof long[] counts) {
            for (long count : counts) {
                rows += Math.max(0, count);
            }
        }
        return rows;
    }

    private @Nullable Object result(@Nullable Object result, Object proxy) {
        Call call = last;
        if (result instanceof ResultSet rows && call != null && source.countsReadRows()) {
            endResult();
            ObservedResult observed = new ObservedResult(rows, (Statement) proxy, call);
            open = observed;
            return proxy(ResultSet.class, observed);
        }
        return result;
    }

    /** The driver closes a result with its statement, and when that runs again. */
    private void endResult() {
        ObservedResult result = open;
        if (result != null) {
            result.end();
            open = null;
        }
    }
}
