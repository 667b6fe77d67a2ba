package io.dbvitals.replication.state;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * How a server replicates: whom it follows, who follows it, and what is wrong.
 *
 * @param at when it was asked, by the clock of this machine
 * @param visible false where a right is missing to see all of it: then nothing follows from empty lists
 * @param position in its own log, as bytes: written on a primary, replayed on a replica; 0 on MySQL
 * @param timeline of PostgreSQL; 0 on MySQL
 * @param channels those that a replica follows; a PostgreSQL standby has one, whether it is connected or not
 * @param findings the worst first
 */
public record ReplicationState(
        Instant at,
        Role role,
        boolean visible,
        long position,
        int timeline,
        List<Channel> channels,
        List<Standby> standbys,
        List<Slot> slots,
        List<Finding> findings) {
    public ReplicationState {
        channels = List.copyOf(channels);
        standbys = List.copyOf(standbys);
        slots = List.copyOf(slots);
        findings = findings.stream()
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .toList();
    }

    /** What the server is now; a replica that has replicas of its own is a replica. */
    public enum Role {
        /** Somebody follows it, or may: it keeps a slot. */
        PRIMARY,
        REPLICA,
        /** It follows none, and none follows it now. */
        ALONE
    }

    /** The worst of all channels, or of a primary's standbys; empty where one of them is not known, or where there is none. */
    public OptionalDouble lagSeconds() {
        return worst(lags().map(Lag::seconds).toList());
    }

    /** The same in bytes of the log. */
    public OptionalDouble lagBytes() {
        return worst(lags().map(Lag::bytes).toList());
    }

    /** Halves of channels that are known not to work. */
    public int brokenThreads() {
        return (int) channels.stream()
                .flatMap(each -> Stream.of(each.receiver(), each.applier()))
                .filter(Work::broken)
                .count();
    }

    /** How many of the replicas that should follow this server do not. */
    public int missing(int expected) {
        return (int) Math.max(
                0,
                expected - standbys.stream().filter(ReplicationState::follows).count());
    }

    /** Bytes of log that the slot keeps that keeps most; 0 where there is none. */
    public double retainedBytes() {
        return slots.stream()
                .flatMapToDouble(slot -> slot.retainedBytes().stream())
                .max()
                .orElse(0);
    }

    private static boolean follows(Standby standby) {
        // MySQL's dump threads have sentences for states, and end when their replica does.
        return !standby.state().equals("startup");
    }

    private record Lag(OptionalDouble seconds, OptionalDouble bytes) {}

    private Stream<Lag> lags() {
        return channels.isEmpty()
                ? standbys.stream().map(each -> new Lag(each.lagSeconds(), each.lagBytes()))
                : channels.stream().map(each -> new Lag(each.lagSeconds(), each.lagBytes()));
    }

    private static OptionalDouble worst(List<OptionalDouble> lags) {
        return lags.stream().anyMatch(OptionalDouble::isEmpty)
                ? OptionalDouble.empty()
                : lags.stream()
                        .flatMapToDouble(lag -> DoubleStream.of(lag.orElseThrow()))
                        .max();
    }
}
