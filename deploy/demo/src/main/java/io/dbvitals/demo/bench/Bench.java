package io.dbvitals.demo.bench;

import io.dbvitals.demo.Arguments;
import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Measures dbvitals, and the exporters given with {@code --peers}, and prints the tables. */
public final class Bench {
    private Bench() {}

    public static void main(String[] args) throws InterruptedException {
        int code = 0;
        try {
            run(Arguments.of(List.of(args), Set.of()));
        } catch (DemoException e) {
            System.err.println("bench: " + e.getMessage());
            code = 1;
        }
        System.exit(code);
    }

    private static void run(Arguments arguments) throws DemoException, InterruptedException {
        int scrapes = arguments.number("--scrapes", 200);
        Measurement.Pace pace =
                new Measurement.Pace(scrapes, Math.min(1_000, 5 * scrapes), arguments.number("--paced", 4));
        List<Subject> subjects = new ArrayList<>();
        subjects.add(Subject.dbvitals(arguments.path("--launcher")));
        for (String peer : arguments.text("--peers").split(":", -1)) {
            if (!peer.isEmpty()) {
                subjects.add(Subject.postgresExporter(Path.of(peer)));
            }
        }
        Path folder = arguments.path("--folder");
        System.err.println("Starting PostgreSQL with 300 tables …");
        try (Postgres postgres = Postgres.start(arguments.path("--binaries"), folder.resolve("postgres"))) {
            // A signal ends this program at once; what it started must not outlive it.
            Thread hook = new Thread(() -> stop(postgres), "stop");
            Runtime.getRuntime().addShutdownHook(hook);
            long statements = Tables.create(postgres);
            List<Figures> figures = new Measurement(postgres, folder, pace).of(subjects);
            Report report = new Report(circumstances(pace, statements), figures);
            System.out.print(report.markdown());
            if (arguments.has("--json")) {
                Files.writeString(arguments.path("--json"), report.json());
            }
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IOException e) {
            throw new DemoException("the figures cannot be written", e);
        }
    }

    private static void stop(Postgres postgres) {
        ProcessHandle.current().children().forEach(ProcessHandle::destroy);
        try {
            postgres.close();
        } catch (DemoException e) {
            System.err.println("bench: " + e.getMessage());
        }
    }

    private static String circumstances(Measurement.Pace pace, long statements) {
        return String.format(
                Locale.ROOT,
                "%s, %d CPUs, Linux %s, Java %s, PostgreSQL 17 with 300 tables, 600 indexes, %d entries in"
                        + " pg_stat_statements; %d scrapes by turns, %d alone, %d at 15 s.",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.version"),
                Runtime.version().feature(),
                statements,
                pace.interleaved(),
                pace.alone(),
                pace.paced());
    }
}
