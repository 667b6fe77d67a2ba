package io.dbvitals.cli.check;

import io.dbvitals.app.check.Answer;
import io.dbvitals.app.check.Failure;
import io.dbvitals.app.check.Measure;
import io.dbvitals.app.check.service.Service;
import io.dbvitals.cli.terminal.nagios.Level;
import io.dbvitals.cli.terminal.nagios.Performance;
import io.dbvitals.cli.terminal.nagios.PluginOutput;
import io.dbvitals.config.yaml.ConfigException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is made of the answers of all targets.
 *
 * @param messages what is wrong, or the worst values where nothing is
 * @param details of single values, and remedies
 */
record Verdict(Level level, List<String> messages, List<Performance> performance, List<String> details) {
    /** Monitoring systems read a few thousand characters. */
    private static final int MOST_VALUES = 50;

    private static final int MOST_MESSAGES = 5;
    private static final int NAMED = 3;

    Verdict {
        messages = List.copyOf(messages);
        performance = List.copyOf(performance);
        details = List.copyOf(details);
    }

    static Verdict of(Service service, List<Answer> answers, Thresholds warnings, Thresholds criticals)
            throws ConfigException {
        if (answers.isEmpty()) {
            return new Verdict(
                    Level.UNKNOWN,
                    List.of("there is no such target that has this: "
                            + String.join(", ", service.source().kinds())),
                    List.of(),
                    List.of());
        }
        List<Judged> judged = new ArrayList<>();
        List<Level> levels = new ArrayList<>();
        List<String> troubles = new ArrayList<>();
        for (Answer answer : answers) {
            String prefix = answers.size() > 1 ? answer.target() + " " : "";
            List<Judged> own = new ArrayList<>();
            for (Measure measure : answer.measures()) {
                own.add(Judged.of(prefix + measure.label(), measure, warnings, criticals));
            }
            for (Failure failure : answer.failures()) {
                levels.add(failure.refused() ? Level.CRITICAL : Level.UNKNOWN);
                troubles.add(answer.target() + ": " + failure.message());
            }
            if (answer.failures().isEmpty() && own.stream().noneMatch(Judged::tells)) {
                levels.add(service.nothing().isEmpty() ? Level.UNKNOWN : Level.OK);
                if (service.nothing().isEmpty()) {
                    troubles.add(prefix + "there is no value");
                }
            }
            if (answer.failures().isEmpty()) {
                missing(answer, warnings, criticals).forEach(label -> {
                    levels.add(Level.UNKNOWN);
                    troubles.add(prefix + "there is no value called " + label);
                });
            }
            judged.addAll(own);
        }
        judged.forEach(each -> levels.add(each.level()));
        Level level = Level.worst(levels);
        List<Judged> worst = judged.stream()
                .sorted(Comparator.comparing(Judged::level).reversed())
                .toList();
        List<String> messages = new ArrayList<>();
        worst.stream()
                .filter(each -> each.level() != Level.OK)
                .map(Judged::alert)
                .forEach(messages::add);
        messages.addAll(troubles);
        if (messages.isEmpty()) {
            messages.add(fine(service, judged));
        }
        return new Verdict(
                level,
                messages,
                worst.stream().limit(MOST_VALUES).map(Judged::performance).toList(),
                judged.stream()
                        .filter(each -> !each.measure().note().isEmpty())
                        .map(each -> each.text() + ": " + each.measure().note())
                        .toList());
    }

    /** What a threshold names must be there: a misspelt label would never alert. */
    private static Set<String> missing(Answer answer, Thresholds warnings, Thresholds criticals) {
        Set<String> missing = new TreeSet<>(warnings.labels());
        missing.addAll(criticals.labels());
        Set<String> there =
                answer.measures().stream().map(Measure::label).collect(Collectors.toCollection(HashSet::new));
        missing.removeAll(there);
        return missing;
    }

    private static String fine(Service service, List<Judged> judged) {
        List<String> named =
                judged.stream().filter(Judged::tells).map(Judged::text).toList();
        if (named.isEmpty()) {
            return service.nothing();
        }
        int more = named.size() - NAMED;
        return String.join(", ", named.subList(0, Math.min(NAMED, named.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** The one line has the first few messages, the others stand below. */
    PluginOutput output(String name) {
        int more = messages.size() - MOST_MESSAGES;
        String text = String.join("; ", messages.subList(0, Math.min(MOST_MESSAGES, messages.size())))
                + (more > 0 ? "; and " + more + " more" : "");
        List<String> below =
                new ArrayList<>(messages.subList(Math.min(MOST_MESSAGES, messages.size()), messages.size()));
        below.addAll(details);
        return new PluginOutput(name, level, text, performance, below);
    }
}
