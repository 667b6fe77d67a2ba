package io.dbvitals.grafana;

import io.dbvitals.grafana.boards.Boards;
import io.dbvitals.grafana.json.DashboardJson;
import io.dbvitals.grafana.live.DashboardCheck;
import io.dbvitals.grafana.live.LiveException;
import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.reference.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code write FOLDER} writes all dashboards, {@code reference PROJECT} the reference of metrics and alerts; {@code check URL EMPTY.tsv} asks
 * the queries of a Prometheus.
 */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        int code;
        try {
            code = run(List.of(args));
        } catch (IOException | LiveException e) {
            System.err.println("dashboards: " + e.getMessage());
            code = 2;
        }
        System.exit(code);
    }

    /** Returns the exit code: 0, 1 where dashboards have findings, 2 where the words were wrong. */
    private static int run(List<String> words) throws IOException, LiveException, InterruptedException {
        if (words.size() == 2 && words.get(0).equals("write")) {
            write(Path.of(words.get(1)));
            return 0;
        }
        if (words.size() == 2 && words.get(0).equals("reference")) {
            Reference.write(Path.of(words.get(1)));
            return 0;
        }
        if (words.size() == 3 && words.get(0).equals("check")) {
            DashboardCheck check = DashboardCheck.run(Boards.all(), words.get(1), Path.of(words.get(2)));
            System.out.print(check.report());
            return check.good() ? 0 : 1;
        }
        System.err.println("usage: write FOLDER | reference PROJECT | check PROMETHEUS_URL EMPTY.tsv");
        return 2;
    }

    private static void write(Path folder) throws IOException {
        for (Dashboard dashboard : Boards.all()) {
            Files.writeString(folder.resolve(dashboard.uid() + ".json"), DashboardJson.write(dashboard));
        }
    }
}
