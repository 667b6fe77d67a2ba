package io.dbvitals.instrumentation.bench;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.util.Statistics;

/** Runs all benchmarks and prints medians, and what each wrapper adds to that of the bare driver. */
public final class Bench {
    private Bench() {}

    public static void main(String[] args) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(Bench.class.getPackageName() + ".*Benchmark.*")
                        .forks(Integer.getInteger("bench.forks", 3))
                        .build())
                .run();
        print(results, System.out);
    }

    private static void print(Collection<RunResult> results, PrintStream out) {
        Map<String, Double> bare = new TreeMap<>();
        results.stream()
                .filter(result -> wrapper(result).equals(Wrapper.BARE.name()))
                .forEach(result -> bare.put(result.getParams().getBenchmark(), median(result)));
        out.printf(
                Locale.ROOT,
                "%n%-20s %-24s %10s %10s %10s%n",
                "statement",
                "wrapper",
                "median ns",
                "adds ns",
                "p99 ns");
        results.forEach(result -> {
            String benchmark = result.getParams().getBenchmark();
            Double without = bare.get(benchmark);
            String added = without == null ? "" : String.format(Locale.ROOT, "%.0f", median(result) - without);
            out.printf(
                    Locale.ROOT,
                    "%-20s %-24s %10.0f %10s %10.0f%n",
                    benchmark.substring(benchmark.lastIndexOf('.') + 1),
                    wrapper(result),
                    median(result),
                    added,
                    statistics(result).getPercentile(99));
        });
    }

    private static String wrapper(RunResult result) {
        String wrapper = result.getParams().getParam("wrapper");
        return wrapper == null ? "" : wrapper;
    }

    private static double median(RunResult result) {
        return statistics(result).getPercentile(50);
    }

    private static Statistics statistics(RunResult result) {
        return result.getPrimaryResult().getStatistics();
    }
}
