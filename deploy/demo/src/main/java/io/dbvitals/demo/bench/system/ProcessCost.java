package io.dbvitals.demo.bench.system;

import io.dbvitals.demo.DemoException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** CPU time and memory of processes, from {@code /proc}; Linux only. */
public final class ProcessCost {
    /** Linux counts in hundredths of a second for programs, on all architectures that Java runs on. */
    private static final double MILLIS_PER_TICK = 10;

    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    private ProcessCost() {}

    /** CPU time in milliseconds that a process has used. */
    public static double cpuMillis(long pid) throws DemoException {
        double ticks = ticks(read(pid, "stat"), USER, SYSTEM) * MILLIS_PER_TICK;
        // Ticks are cut off, twice; nanoseconds are not, but lack threads that have ended.
        return Math.max(ticks, threadsMillis(pid));
    }

    /** The same, of a process and all its children, also those that have ended. */
    static double treeCpuMillis(long pid) throws DemoException {
        double millis = cpuMillis(pid) + ticks(read(pid, "stat"), CHILDREN_USER, CHILDREN_SYSTEM) * MILLIS_PER_TICK;
        List<Long> children = ProcessHandle.of(pid)
                .map(process -> process.children().map(ProcessHandle::pid).toList())
                .orElse(List.of());
        for (long child : children) {
            millis += childMillis(child);
        }
        return millis;
    }

    /** None for a child that has just ended: its parent counts it the next time. */
    private static double childMillis(long pid) {
        try {
            return cpuMillis(pid);
        } catch (DemoException e) {
            return 0;
        }
    }

    /** CPU time in milliseconds of the threads that live, from {@code schedstat}; 0 where the kernel does not keep it. */
    static double threadsMillis(long pid) {
        long nanos = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads) {
                nanos += threadNanos(thread);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // It has just ended; its parent knows what it cost.
            return 0;
        }
        return nanos / 1e6;
    }

    private static long threadNanos(Path thread) {
        try {
            return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", 2)[0]);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Resident memory in MiB. */
    public static double residentMebibytes(long pid) throws DemoException {
        String line = read(pid, "status")
                .lines()
                .filter(candidate -> candidate.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow(() -> new DemoException("process " + pid + " has no memory"));
        return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
    }

    /** The sum of some fields of {@code /proc/PID/stat}, counted from the state, which follows the name in brackets. */
    static long ticks(String stat, int first, int last) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ");
        return Arrays.stream(fields, first, last + 1).mapToLong(Long::parseLong).sum();
    }

    private static String read(long pid, String file) throws DemoException {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            throw new DemoException("process " + pid + " cannot be looked at", e);
        }
    }
}
