package io.dbvitals.vector.report;

import io.dbvitals.vector.catalog.VectorIndex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Writes a report for people. */
public final class ReportText {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    private ReportText() {}

    /** Several lines, each with its end. */
    public static String of(IndexReport report) {
        List<String> lines = new ArrayList<>();
        VectorIndex index = report.index();
        lines.add(index.name() + " on " + index.name().table() + " (" + index.column() + ")");
        lines.add(row("kind", kind(report)));
        lines.add(row("vectors", vectors(index)));
        lines.add(row("size", size(report)));
        lines.add(row(
                "rows",
                String.format(
                        Locale.ROOT,
                        "%,d live, %,d dead (%.0f %%)",
                        index.liveRows(),
                        index.deadRows(),
                        100 * report.deadRatio())));
        lines.add(row("state", state(report)));
        if (!report.measured().isEmpty()) {
            lines.add("");
            lines.addAll(table(report));
        }
        if (!report.problem().isEmpty()) {
            lines.add(row("measured", "not all: " + report.problem()));
        }
        List<String> advice = report.advice();
        for (String each : advice) {
            lines.add(row("to do", each));
        }
        if (advice.isEmpty() && report.problem().isEmpty()) {
            lines.add(row("to do", "nothing"));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String kind(IndexReport report) {
        VectorIndex index = report.index();
        StringBuilder kind = new StringBuilder(index.accessMethod())
                .append(" over ")
                .append(index.type())
                .append(index.dimensions()
                        .map(dimensions -> "(" + dimensions + ")")
                        .orElse(""))
                .append(" by ")
                .append(index.operator());
        report.facts().ifPresent(facts -> {
            new TreeMap<>(facts.options())
                    .forEach((name, value) -> kind.append(String.format(Locale.ROOT, ", %s %.0f", name, value)));
            if (!index.extension().isEmpty()) {
                kind.append("; extension ")
                        .append(index.extension())
                        .append(' ')
                        .append(facts.extensionVersion());
            }
        });
        index.predicate().ifPresent(condition -> kind.append("; only where ").append(condition));
        return kind.toString();
    }

    private static String vectors(VectorIndex index) {
        return index.vectors()
                .map(count -> String.format(Locale.ROOT, "%,.0f (estimate)", count))
                .orElse("unknown until ANALYZE has run");
    }

    private static String size(IndexReport report) {
        return report.facts()
                .map(facts -> bytes(facts.indexBytes())
                        + report.bloat()
                                .map(ratio -> String.format(Locale.ROOT, ", %.2f times the least possible", ratio))
                                .orElse("")
                        + "; table " + bytes(facts.tableBytes()))
                .orElse(bytes(report.index().indexBytes()) + "; table "
                        + bytes(report.index().tableBytes()));
    }

    private static String state(IndexReport report) {
        if (!report.index().valid()) {
            return "INVALID";
        }
        String scans = report.facts()
                .map(facts -> String.format(Locale.ROOT, "valid, %,d scans so far", facts.scans()))
                .orElse("valid");
        return report.plan()
                .map(plan -> scans
                        + (plan.indexUsed()
                                ? ", used by a search that touched " + plan.blocks() + " blocks"
                                : ", NOT USED by a search: it read the table"))
                .orElse(scans);
    }

    private static List<String> table(IndexReport report) {
        List<String> lines = new ArrayList<>();
        String setting = report.setting().map(SearchSetting::name).orElse("");
        int width = Math.max(12, setting.length());
        String recall = (report.sampled() ? "~" : "") + "recall@" + report.k();
        lines.add(String.format(
                "  %-" + width + "s  %10s %10s %10s  %10s %7s",
                setting,
                "p50 ms",
                "p95 ms",
                "p99 ms",
                recall,
                "worst"));
        for (Measured each : report.measured()) {
            String value = each.value().map(String::valueOf).orElse("") + (each.current() ? " (current)" : "");
            String mean = each.recall().map(found -> percent(found.mean())).orElse("-");
            String worst = each.recall().map(found -> percent(found.worst())).orElse("-");
            lines.add(String.format(
                    "  %-" + width + "s  %10s %10s %10s  %10s %7s",
                    value.strip(),
                    millis(each.quantile(0.5)),
                    millis(each.quantile(0.95)),
                    millis(each.quantile(0.99)),
                    mean,
                    worst));
        }
        int searches = report.measured().get(0).latencies().size();
        lines.add("  " + searches + " searches each"
                + (report.sampled() ? "; recall estimated from a part of the table" : ""));
        return lines;
    }

    private static String row(String name, String value) {
        return String.format("  %-9s %s", name, value);
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * part);
    }

    private static String millis(Duration took) {
        return String.format(Locale.ROOT, "%.2f", took.toNanos() / 1e6);
    }

    private static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }
}
