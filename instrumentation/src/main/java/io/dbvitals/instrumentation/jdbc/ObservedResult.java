package io.dbvitals.instrumentation.jdbc;

import io.dbvitals.instrumentation.jdbc.StatementObserver.Call;
import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A result whose rows are counted as the application reads them. */
final class ObservedResult extends Invocations {
    private final Statement statement;
    private final Call call;
    private long rows;
    private boolean ended;

    ObservedResult(ResultSet target, Statement statement, Call call) {
        super(target);
        this.statement = statement;
        this.call = call;
    }

    @Override
    protected @Nullable Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "next" -> {
                Object more = pass(method, arguments);
                if (Boolean.TRUE.equals(more)) {
                    rows++;
                } else {
                    end();
                }
                return more;
            }
            case "getStatement" -> {
                return statement;
            }
            case "close" -> end();
            default -> {}
        }
        return pass(method, arguments);
    }

    /** No more rows will be read; what comes after is not counted. */
    void end() {
        if (!ended) {
            ended = true;
            call.returned(rows);
        }
    }
}
