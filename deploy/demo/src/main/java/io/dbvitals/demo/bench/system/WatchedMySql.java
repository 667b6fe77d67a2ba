package io.dbvitals.demo.bench.system;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.MariaDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** MariaDB with one database of some tables; performance_schema and the binary log are on, as MySQL has them by default. */
final class WatchedMySql implements Watched {
    private static final int TABLES = 50;
    private static final String ROLE = "dbvitals";
    private static final List<String> SETTINGS =
            List.of("--performance-schema=ON", "--log-bin=binlog", "--server-id=1", "--innodb-buffer-pool-size=64M");

    private final MariaDb server;
    private final String password = UUID.randomUUID().toString();
    private String description = "MariaDB";

    private WatchedMySql(MariaDb server) {
        this.server = server;
    }

    static WatchedMySql start(Path program, Path installer, Path folder) throws DemoException, InterruptedException {
        return new WatchedMySql(MariaDb.start(program, installer, folder, SETTINGS));
    }

    @Override
    public void fill() throws DemoException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            String version = connection.getMetaData().getDatabaseProductVersion();
            description = "MariaDB " + version.replaceFirst("-.*", "") + " with " + TABLES + " tables";
            statement.execute("CREATE DATABASE shop");
            statement.execute("USE shop");
            for (int i = 0; i < TABLES; i++) {
                String table = "t" + i;
                statement.execute("CREATE TABLE " + table
                        + " (id int AUTO_INCREMENT PRIMARY KEY, a int, b varchar(40), KEY (a)) ENGINE=InnoDB");
                statement.execute("INSERT INTO " + table + " (a, b) SELECT seq % 50, md5(seq) FROM seq_1_to_500");
                statement.execute("SELECT count(*) FROM " + table + " WHERE a = 7");
            }
            // Whether the server finds a name for the loopback address is the machine's affair.
            for (String host : List.of("localhost", "127.0.0.1")) {
                String user = ROLE + "@'" + host + "'";
                statement.execute("CREATE USER " + user + " IDENTIFIED BY '" + password + "'");
                statement.execute("GRANT PROCESS, BINLOG MONITOR, SLAVE MONITOR, SELECT ON *.* TO " + user);
            }
        } catch (SQLException e) {
            throw new DemoException("filling MariaDB failed", e);
        }
    }

    @Override
    public Kind kind() {
        return Kind.MYSQL;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public String target() {
        return "{url: \"mysql://" + address() + "\", user: " + ROLE + ", password: \"" + password + "\"}";
    }

    /** The options came with 0.15, which no longer reads the variable. */
    @Override
    public Launch peer(Path program, String version) {
        if (version.matches("0\\.([0-9]|1[0-4])\\..*")) {
            return new Launch(
                    List.of(program.toString(), "--web.listen-address="),
                    Map.of("DATA_SOURCE_NAME", ROLE + ":" + password + "@(" + address() + ")/"));
        }
        return new Launch(
                List.of(
                        program.toString(),
                        "--mysqld.address=" + address(),
                        "--mysqld.username=" + ROLE,
                        "--web.listen-address="),
                Map.of("MYSQLD_EXPORTER_PASSWORD", password));
    }

    @Override
    public double cpuMillis() throws DemoException {
        return ProcessCost.cpuMillis(server.pid());
    }

    @Override
    public void close() {
        server.close();
    }

    private String address() {
        return "127.0.0.1:" + server.port();
    }
}
