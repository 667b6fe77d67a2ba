package io.dbvitals.demo.bench;

import io.dbvitals.demo.Arguments;
import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.bench.system.Kind;
import io.dbvitals.demo.bench.system.Systems;
import io.dbvitals.demo.bench.system.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
        Path folder = arguments.path("--folder");
        Systems.Place place =
                new Systems.Place(arguments.path("--binaries"), folder, programs(arguments.text("--servers")));
        Plan plan = Plan.of(only(arguments), peers(arguments.text("--peers")), place::lacks);
        plan.leftOut().forEach(reason -> System.err.println("Left out: " + reason + "."));
        if (plan.peers().isEmpty()) {
            System.err.println("There is no exporter to compare with, so dbvitals is measured alone, without ratios.");
        }
        try (Systems systems = new Systems(place)) {
            // A signal ends this program at once; what it started must not outlive it.
            Thread hook = new Thread(() -> stop(systems), "stop");
            Runtime.getRuntime().addShutdownHook(hook);
            System.err.println("Starting and filling what is read …");
            systems.start(plan.kinds());
            Report report = measure(plan, systems.all(), arguments.path("--launcher"), folder, pace);
            System.out.print(report.markdown());
            // The script takes it from here: this program may run as a user who may write nowhere else.
            Files.writeString(folder.resolve("figures.json"), report.json());
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IOException e) {
            throw new DemoException("the figures cannot be written", e);
        }
    }

    private static void stop(Systems systems) {
        ProcessHandle.current().children().forEach(ProcessHandle::destroy);
        try {
            systems.close();
        } catch (DemoException e) {
            System.err.println("bench: " + e.getMessage());
        }
    }

    private static Report measure(Plan plan, List<Watched> systems, Path launcher, Path folder, Measurement.Pace pace)
            throws DemoException, InterruptedException {
        List<Subject> subjects = new ArrayList<>(List.of(Subject.dbvitals(launcher, systems, folder)));
        for (Watched system : systems) {
            Path peer = plan.peers().get(system.kind());
            if (peer != null) {
                subjects.add(Subject.peer(peer, system));
            }
        }
        List<Figures> figures = new Measurement(folder, pace).of(subjects);
        return new Report(
                circumstances(pace, systems), plan.leftOut(), figures.get(0), figures.subList(1, figures.size()));
    }

    private static Optional<Kind> only(Arguments arguments) throws DemoException {
        return arguments.has("--only") ? Optional.of(Kind.of(arguments.text("--only"))) : Optional.empty();
    }

    private static Map<Kind, Path> peers(String text) throws DemoException {
        Map<Kind, Path> peers = new EnumMap<>(Kind.class);
        for (Map.Entry<String, Path> peer : programs(text).entrySet()) {
            peers.put(Kind.of(peer.getKey()), peer.getValue());
        }
        return peers;
    }

    /** Takes {@code NAME=PATH:NAME=PATH:…} apart. */
    private static Map<String, Path> programs(String text) throws DemoException {
        Map<String, Path> programs = new HashMap<>();
        for (String word : text.split(":", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                if (programs.put(word.substring(0, equals), Path.of(word.substring(equals + 1))) != null) {
                    throw new DemoException(word.substring(0, equals)
                            + " is named twice; measure the other one in a run" + " of its own, with --only");
                }
            } else if (!word.isEmpty()) {
                throw new DemoException("\"" + word + "\" is no NAME=PATH");
            }
        }
        return programs;
    }

    private static String circumstances(Measurement.Pace pace, List<Watched> systems) {
        return String.format(
                Locale.ROOT,
                "%s, %d CPUs, Linux %s, Java %s; %s; %d scrapes by turns, %d alone, %d at 15 s.",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.version"),
                Runtime.version().feature(),
                String.join(", ", systems.stream().map(Watched::description).toList()),
                pace.interleaved(),
                pace.alone(),
                pace.paced());
    }
}
