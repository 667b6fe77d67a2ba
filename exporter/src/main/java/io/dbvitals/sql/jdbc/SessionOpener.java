package io.dbvitals.sql.jdbc;

import io.dbvitals.scrape.CollectException;

/** Opens the physical connection. */
public interface SessionOpener {
    Session open(String database) throws CollectException;
}
