package io.dbvitals.demo;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens sessions at one database; the caller closes them. */
public interface Sessions {
    Connection open() throws SQLException;
}
