package io.dbvitals.demo.shop;

import io.dbvitals.demo.Sessions;
import java.sql.Connection;
import java.sql.SQLException;

/** Sessions at one database of PostgreSQL; the code of an error is its SQLSTATE. */
record DatabaseDoor(Sessions sessions) implements Door<Connection> {
    @Override
    public Connection open(String name) throws SQLException {
        Connection session = sessions.open();
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
