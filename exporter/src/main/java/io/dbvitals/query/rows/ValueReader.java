package io.dbvitals.query.rows;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Rows;
import java.util.OptionalDouble;

/** Reads the number that the current row has for one family. */
public interface ValueReader {
    /** Empty: no sample. */
    OptionalDouble read(Rows rows) throws CollectException;
}
