package io.dbvitals.instrumentation.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one statement costs with nothing around the driver, with us and with others: a real driver and engine, H2 in
 * memory, whose statements take microseconds, so that what is around them shows.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StatementBenchmark {
    @Param
    public Wrapper wrapper;

    private Wrapper.Wrapped wrapped;
    private Connection connection;
    private PreparedStatement prepared;
    private Statement statement;
    private int id;

    @Setup
    public void open() throws SQLException {
        wrapped = wrapper.wrap(Wrapper.database());
        DataSource dataSource = wrapped.dataSource();
        connection = dataSource.getConnection();
        prepared = connection.prepareStatement("SELECT id, name FROM item WHERE id = ?");
        statement = connection.createStatement();
    }

    @TearDown
    public void close() throws Exception {
        connection.close();
        wrapped.close();
    }

    /** A statement that was prepared long ago: one parameter, one row of two columns. */
    @Benchmark
    public String prepared() throws SQLException {
        prepared.setInt(1, id++ & 1023);
        return read(prepared.executeQuery());
    }

    /** A statement that is prepared, run and closed, as most frameworks do. */
    @Benchmark
    public String preparedEachTime() throws SQLException {
        try (PreparedStatement each = connection.prepareStatement("SELECT id, name FROM item WHERE id = ?")) {
            each.setInt(1, id++ & 1023);
            return read(each.executeQuery());
        }
    }

    /** A statement whose text differs each time. */
    @Benchmark
    public String withLiterals() throws SQLException {
        return read(statement.executeQuery("SELECT id, name FROM item WHERE id = " + (id++ & 1023)));
    }

    private static String read(ResultSet rows) throws SQLException {
        try (rows) {
            rows.next();
            return rows.getInt(1) + rows.getString(2);
        }
    }
}
