package io.dbvitals.demo.bench.system;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The machine that this runs on. */
final class WatchedHost implements Watched {
    @Override
    public Kind kind() {
        return Kind.HOST;
    }

    @Override
    public void fill() {}

    @Override
    public String description() {
        return "this machine";
    }

    @Override
    public String target() {
        return "{}";
    }

    @Override
    public Launch peer(Path program, String version) {
        return new Launch(List.of(program.toString(), "--web.listen-address="), Map.of());
    }

    /** The kernel works in the name of who reads. */
    @Override
    public double cpuMillis() {
        return 0;
    }

    @Override
    public void close() {}
}
