package io.dbvitals.sql;

/** A server for work that goes on behind the scrapes: it can be ended from outside, and lets go of connections between times. */
public interface TransactionServer extends SqlServer, Transactions {
    /** Asks the server to end the statements of all transactions that are under way; they fail with {@code TIMEOUT}. */
    void cancelTransactions();

    /** Closes the connections that nobody uses now. */
    void closeIdle();
}
