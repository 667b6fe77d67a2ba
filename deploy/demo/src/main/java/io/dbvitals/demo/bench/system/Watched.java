package io.dbvitals.demo.bench.system;

import io.dbvitals.demo.DemoException;
import java.nio.file.Path;

/** A system that runs, for exporters to read. */
public interface Watched extends AutoCloseable {
    Kind kind();

    /** Gives it something to read. */
    void fill() throws DemoException;

    /** What it is and what it holds once filled, for people. */
    String description();

    /** What stands behind its kind in a target of dbvitals' configuration, in YAML's flow style. */
    String target();

    /**
     * How the exporter to compare with is told where the system is.
     *
     * @param version of the program, such as {@code 0.14.0}
     */
    Launch peer(Path program, String version);

    /** CPU time in milliseconds that the system has used, 0 for a system whose reading costs the reader alone. */
    double cpuMillis() throws DemoException;

    @Override
    void close() throws DemoException;
}
