package io.dbvitals.app;

import io.dbvitals.config.TargetConfig;
import io.dbvitals.sql.postgres.PostgresServer;
import io.dbvitals.vector.probe.VectorProbe;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Optional;

/** The searches in a server's vector indexes, and the connections that only they use. */
record VectorSearches(VectorProbe probe, PostgresServer server) implements AutoCloseable {
    /** Empty where nothing is to be searched. Connects to nothing yet. */
    static Optional<VectorSearches> of(TargetConfig config, Labels labels) {
        if (!config.vector().active() || !(config.source() instanceof TargetConfig.Postgres postgres)) {
            return Optional.empty();
        }
        PostgresServer server =
                new PostgresServer(postgres.apart(config.vector().connections(), "dbvitals-vector"));
        VectorProbe probe = VectorProbe.of(server, postgres.databases(), config.vector(), labels);
        return Optional.of(new VectorSearches(probe, server));
    }

    @Override
    public void close() {
        probe.close();
        server.close();
    }
}
