package io.dbvitals.instrumentation.jdbc;

import io.dbvitals.instrumentation.sql.Database;

/** Is told of an application's statements on the thread that runs them, so it neither waits nor throws. */
public interface StatementObserver {
    /** A statement that will be run, perhaps many times; the text is not kept. */
    Observed observe(Database database, String sql);

    /** A statement that may be run. */
    interface Observed {
        /** It is being run from now on. */
        Call begin();
    }

    /** One run of a statement. */
    interface Call {
        /** The server has answered; so many rows were written, 0 if it was a query or is not known. */
        void succeeded(long writtenRows);

        /** The server or the driver refused. */
        void failed(Throwable failure);

        /** The application has read so many rows of a result, after {@link #succeeded}. */
        void returned(long readRows);
    }
}
