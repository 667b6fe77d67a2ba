package io.dbvitals.redis.reply;

import io.dbvitals.redis.model.Family;
import io.dbvitals.redis.model.Gathering;
import io.dbvitals.redis.model.Info;
import io.dbvitals.redis.model.Pairs;
import io.dbvitals.redis.model.Readout;
import io.dbvitals.redis.model.Subject;
import io.dbvitals.redis.wire.Command;
import io.dbvitals.redis.wire.Reply;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a Sentinel watches: INFO's section Sentinel, SENTINEL MASTERS, and of each master SENTINELS, SLAVES and CKQUORUM. */
public final class Sentinel implements Subject {
    private static final Command MASTERS = Command.of("SENTINEL MASTERS");
    private static final Pattern MASTER = Pattern.compile("master\\d+");

    private static final Map<String, Family> FIELDS = new LinkedHashMap<>();
    private static final Map<String, Family> SETTINGS = new LinkedHashMap<>();

    static {
        for (String name :
                List.of("masters", "tilt", "running_scripts", "scripts_queue_length", "simulate_failure_flags")) {
            FIELDS.put("sentinel_" + name, Family.gauge("sentinel_" + name, "Field sentinel_" + name + " of INFO."));
        }
        setting("quorum", "setting_ckquorum", "Sentinels that must agree that a master is down");
        setting("failover-timeout", "setting_failover_timeout", "Configured failover-timeout, in milliseconds");
        setting("parallel-syncs", "setting_parallel_syncs", "Configured parallel-syncs");
        setting("down-after-milliseconds", "setting_down_after_milliseconds", "Configured down-after-milliseconds");
        setting("config-epoch", "config_epoch", "Epoch of the master's configuration");
    }

    private static final Family STATUS = master("status", "Master status on Sentinel");
    private static final Family REPLICAS = master("slaves", "The number of slaves of the master");
    private static final Family SENTINELS = master("sentinels", "The number of sentinels monitoring this master");
    private static final Family OK_REPLICAS = master("ok_slaves", "The number of okay slaves of the master");
    private static final Family OK_SENTINELS =
            master("ok_sentinels", "The number of okay sentinels monitoring this master");
    private static final Family LAST_PING =
            master("last_ok_ping_reply_seconds", "Seconds since the master last answered a ping");
    private static final Family QUORUM = master("ckquorum_status", "Master ckquorum status");

    private static Family master(String name, String help) {
        return Family.gauge("sentinel_master_" + name, help);
    }

    private static void setting(String field, String name, String help) {
        SETTINGS.put(field, master(name, help));
    }

    @Override
    public String name() {
        return "redis_sentinel";
    }

    @Override
    public boolean applies(Info info) {
        return info.sentinel();
    }

    @Override
    public boolean alsoFromInfo() {
        return true;
    }

    @Override
    public List<Command> commands(Info info) {
        List<Command> commands = new ArrayList<>(List.of(MASTERS));
        for (Info.Field field : info.section("sentinel")) {
            if (MASTER.matcher(field.name()).matches()) {
                String name = Pairs.parse(field.value(), ',').text("name");
                commands.addAll(List.of(about("SENTINELS", name), about("SLAVES", name), about("CKQUORUM", name)));
            }
        }
        return commands;
    }

    private static Command about(String what, String master) {
        return Command.of("SENTINEL " + what, master);
    }

    @Override
    public void map(Readout readout, Gathering out) {
        for (Info.Field field : readout.info().section("sentinel")) {
            if (FIELDS.containsKey(field.name())) {
                out.add(FIELDS.get(field.name()), field.number());
            } else if (MASTER.matcher(field.name()).matches()) {
                watched(Pairs.parse(field.value(), ','), readout, out);
            }
        }
        readout.reply(MASTERS).list().forEach(master -> details(master.pairs(), readout, out));
    }

    private static void watched(Pairs master, Readout readout, Gathering out) {
        String name = master.text("name");
        String address = master.text("address");
        String status = master.text("status");
        Labels labels = out.labels("master_name", name, "master_address", address);
        out.add(
                STATUS,
                status.equals("ok") ? 1 : 0,
                out.labels("master_name", name, "master_address", address, "master_status", status));
        out.add(REPLICAS, master.number("slaves"), labels);
        out.add(SENTINELS, master.number("sentinels"), labels);
        Command quorum = about("CKQUORUM", name);
        Reply answer = readout.reply(quorum);
        boolean missed = answer instanceof Reply.Failure failure && !failure.lasting();
        if (readout.answered(quorum) || missed) {
            String message = answer instanceof Reply.Failure failure ? failure.message() : answer.string();
            out.add(QUORUM, missed ? 0 : 1, out.labels("master_name", name, "message", message));
        }
    }

    private static void details(Map<String, Reply> master, Readout readout, Gathering out) {
        String name = text(master, "name");
        Labels labels =
                out.labels("master_name", name, "master_address", text(master, "ip") + ":" + text(master, "port"));
        SETTINGS.forEach((field, family) -> out.add(family, number(master, field), labels));
        out.add(LAST_PING, number(master, "last-ok-ping-reply") / 1e3, labels);
        Command sentinels = about("SENTINELS", name);
        if (readout.answered(sentinels)) {
            // This Sentinel itself is not in the list.
            out.add(OK_SENTINELS, 1 + wellOf(readout.reply(sentinels)), labels);
        }
        Command replicas = about("SLAVES", name);
        if (readout.answered(replicas)) {
            out.add(OK_REPLICAS, wellOf(readout.reply(replicas)), labels);
        }
    }

    private static double wellOf(Reply others) {
        return others.list().stream()
                .map(other -> text(other.pairs(), "flags"))
                .filter(flags -> !flags.contains("o_down") && !flags.contains("s_down"))
                .count();
    }

    private static String text(Map<String, Reply> pairs, String name) {
        return pairs.getOrDefault(name, new Reply.Nothing()).string();
    }

    private static double number(Map<String, Reply> pairs, String name) {
        return pairs.getOrDefault(name, new Reply.Nothing()).number();
    }
}
