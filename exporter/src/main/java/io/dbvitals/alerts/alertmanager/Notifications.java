package io.dbvitals.alerts.alertmanager;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often an Alertmanager has tried to tell somebody, from its own metrics: {@code alertmanager_notification_requests_total} and
 * {@code …_failed_total}, or, before version 0.22, {@code alertmanager_notifications_total}.
 *
 * @param byWay counts by integration, as {@code webhook}; with the receiver before it where Alertmanager tells that
 */
record Notifications(Map<String, Count> byWay) {
    private static final Pattern SAMPLE = Pattern.compile(
            "(?m)^alertmanager_(notifications|notification_requests)(_failed)?_total\\{([^}]*)}\\s+(\\S+)");
    private static final Pattern LABEL = Pattern.compile("(integration|receiver_name)=\"([^\"]*)\"");

    Notifications {
        byWay = new TreeMap<>(byWay);
    }

    /** {@code failed} of {@code tried}. */
    record Count(double tried, double failed) {
        static final Count NONE = new Count(0, 0);

        Count plus(Count other) {
            return new Count(tried + other.tried, failed + other.failed);
        }

        Count since(Count before) {
            return new Count(Math.max(0, tried - before.tried), Math.max(0, failed - before.failed));
        }
    }

    static Notifications of(String metrics) {
        boolean requests = metrics.contains("\nalertmanager_notification_requests_total{");
        Map<String, Count> byWay = new TreeMap<>();
        Matcher sample = SAMPLE.matcher(metrics);
        while (sample.find()) {
            if (sample.group(1).equals(requests ? "notification_requests" : "notifications")) {
                double value = Double.parseDouble(sample.group(4));
                byWay.merge(
                        way(sample.group(3)),
                        sample.group(2) == null ? new Count(value, 0) : new Count(0, value),
                        Count::plus);
            }
        }
        return new Notifications(byWay);
    }

    /** With those of another member. */
    Notifications plus(Notifications other) {
        Map<String, Count> sum = new TreeMap<>(byWay);
        other.byWay.forEach((way, count) -> sum.merge(way, count, Count::plus));
        return new Notifications(sum);
    }

    /** Of that receiver since then; of all, where Alertmanager does not tell them apart. */
    Count since(Notifications before, String receiver) {
        Count sum = Count.NONE;
        for (Map.Entry<String, Count> each : byWay.entrySet()) {
            String way = each.getKey();
            if (!way.contains("/") || way.startsWith(receiver + "/")) {
                sum = sum.plus(each.getValue().since(before.byWay.getOrDefault(way, Count.NONE)));
            }
        }
        return sum;
    }

    private static String way(String labels) {
        String integration = "";
        String receiver = "";
        Matcher label = LABEL.matcher(labels);
        while (label.find()) {
            if (label.group(1).equals("integration")) {
                integration = label.group(2);
            } else {
                receiver = label.group(2) + "/";
            }
        }
        return receiver + integration;
    }
}
