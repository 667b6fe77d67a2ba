package io.dbvitals.demo.shop;

import io.dbvitals.demo.Postgres;
import java.sql.Connection;
import java.sql.SQLException;

/** Sessions at one database of PostgreSQL; the code of an error is its SQLSTATE. */
record DatabaseDoor(Postgres postgres, String database) implements Door<Connection> {
    @Override
    public Connection open(String name) throws SQLException {
        Connection session = postgres.connect(database);
        session.setClientInfo("ApplicationName", name);
        return session;
    }

    @Override
    public boolean usable(Connection session) throws SQLException {
        return !session.isClosed();
    }

    @Override
    public void tidy(Connection session) throws SQLException {
        if (!session.isClosed() && !session.getAutoCommit()) {
            session.rollback();
            session.setAutoCommit(true);
        }
    }

    @Override
    public String code(Exception failure) {
        String state = failure instanceof SQLException sql ? sql.getSQLState() : null;
        return state == null ? "" : state;
    }
}
