package io.dbvitals.redis.reply;

import io.dbvitals.redis.model.Family;
import io.dbvitals.redis.model.Gathering;
import io.dbvitals.redis.model.Info;
import io.dbvitals.redis.model.Readout;
import io.dbvitals.redis.model.Subject;
import io.dbvitals.redis.wire.Command;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Whether the server is a node of a cluster (INFO), and how the cluster is from its view: every field of CLUSTER INFO. */
public final class ClusterInfo implements Subject {
    private static final Command CLUSTER_INFO = Command.of("CLUSTER INFO");
    private static final String PREFIX = "cluster_";

    /** By field; a server has some thirty of them. */
    private final Map<String, Family> families = new ConcurrentHashMap<>(Map.of(
            "cluster_stats_messages_sent",
            Family.gauge("cluster_messages_sent_total", "Field cluster_stats_messages_sent of CLUSTER INFO."),
            "cluster_stats_messages_received",
            Family.gauge("cluster_messages_received_total", "Field cluster_stats_messages_received of CLUSTER INFO.")));

    @Override
    public String name() {
        return "redis_cluster";
    }

    @Override
    public boolean alsoFromInfo() {
        return true;
    }

    @Override
    public List<Command> commands(Info info) {
        return info.cluster() ? List.of(CLUSTER_INFO) : List.of();
    }

    @Override
    public void map(Readout readout, Gathering out) {
        // Valkey tells the number of connections among the nodes with that of the clients.
        readout.info().section("clients").forEach(field -> add(field, out));
        readout.info().section("cluster").forEach(field -> add(field, out));
        Info.parse(readout.reply(CLUSTER_INFO).string()).section("").forEach(field -> add(field, out));
    }

    private void add(Info.Field field, Gathering out) {
        if (field.name().startsWith(PREFIX) && !Double.isNaN(field.number())) {
            String name = field.name().replaceAll("[^a-zA-Z0-9_]", "_");
            out.add(
                    families.computeIfAbsent(
                            name, key -> Family.gauge(key, "Field " + field.name() + " of INFO or CLUSTER INFO.")),
                    field.number());
        }
    }
}
