package io.dbvitals.demo.bench.vector;

import io.dbvitals.demo.Arguments;
import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.vector.PgvectorFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Measures what vector indexes cost dbvitals, and what dbvitals costs them; run by {@code scripts/bench.sh --vectors}. */
public final class VectorBench {
    private static final int INDEXES = 50;
    private static final int ROUNDS = 4;

    private VectorBench() {}

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
        Path folder = arguments.path("--folder");
        int scrapes = arguments.number("--scrapes", 200);
        int paced = arguments.number("--paced", 4);
        say("Starting PostgreSQL and filling it with " + INDEXES + " indexed tables");
        try (VectorServer server = VectorServer.start(
                arguments.path("--binaries"),
                folder.resolve("postgres"),
                new PgvectorFiles(arguments.path("--pgvector")),
                INDEXES)) {
            // A signal ends this program at once; what it started must not outlive it.
            Thread hook = new Thread(() -> stop(server), "stop");
            Runtime.getRuntime().addShutdownHook(hook);
            server.fill();
            Table inScrapes = new Table(
                    List.of(
                            "no vectors",
                            INDEXES + " vector indexes",
                            INDEXES + ", searched",
                            "ratio",
                            "ratio, searched"),
                    2);
            Table between = new Table(List.of(INDEXES + " vector indexes"), 0);
            Reader.Place place = new Reader.Place(arguments.path("--launcher"), folder);
            measure(server, place, scrapes, paced, inScrapes, between);
            String circumstances = circumstances(server, scrapes, paced);
            System.out.print(circumstances + "\n\n" + inScrapes.markdown() + "\n" + between.markdown());
            // The script takes it from here: this program may run as a user who may write nowhere else.
            Files.writeString(
                    folder.resolve("figures.json"),
                    "{\n  \"circumstances\": \"" + circumstances + "\",\n  " + inScrapes.json() + ",\n  "
                            + between.json() + "\n}\n");
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IOException e) {
            throw new DemoException("the figures cannot be written", e);
        }
    }

    private static void measure(
            VectorServer server, Reader.Place place, int scrapes, int paced, Table inScrapes, Table between)
            throws DemoException, InterruptedException {
        String off = "{probe: off}";
        String searching = "{probe: auto, recall: off}";
        try (Reader arrays = Reader.start(place, server, "arrays", VectorServer.ARRAYS, off);
                Reader vectors = Reader.start(place, server, "vectors", VectorServer.VECTORS, off);
                Reader searched = Reader.start(place, server, "searched", VectorServer.VECTORS, searching)) {
            say(scrapes + " scrapes of each by turns, then " + paced + " at 15 s");
            new ScrapeCost(List.of(arrays, vectors, searched)).measure(scrapes, paced, inScrapes);
        }
        ProbeCost probe = new ProbeCost(INDEXES);
        try (Reader alone = Reader.start(place, server, "searches", VectorServer.VECTORS, searching)) {
            say(ROUNDS + " rounds of searches without a scrape");
            probe.measureSearches(alone, ROUNDS, between);
        }
        try (Reader alone = Reader.start(place, server, "recall", VectorServer.VECTORS, "{probe: auto}")) {
            say("recall of each index, once");
            probe.measureRecall(alone, between);
        }
    }

    private static void stop(VectorServer server) {
        ProcessHandle.current().children().forEach(ProcessHandle::destroy);
        try {
            server.close();
        } catch (DemoException e) {
            System.err.println("bench: " + e.getMessage());
        }
    }

    private static String circumstances(VectorServer server, int scrapes, int paced) throws DemoException {
        return String.format(
                Locale.ROOT,
                "%s, %d CPUs, Linux %s, Java %s; %s; %d scrapes by turns, %d at 15 s, %d rounds of searches.",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.version"),
                Runtime.version().feature(),
                server.description(),
                scrapes,
                paced,
                ROUNDS);
    }

    private static void say(String what) {
        System.err.println(what + " …");
    }
}
