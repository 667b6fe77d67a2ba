package io.dbvitals.app.benchmark;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import java.util.List;

/** A target that answers questions over one connection. */
interface Subject extends AutoCloseable {
    /** What it is asked, the cheapest first. */
    List<Question> questions();

    /** Gives the connection up, opens another and has it answer the cheapest question. */
    void connect(Deadline deadline) throws CollectException, InterruptedException;

    void ask(Question question, Deadline deadline) throws CollectException, InterruptedException;

    @Override
    void close();

    /** A statement or command that only reads. */
    record Question(String name, String text) {}
}
