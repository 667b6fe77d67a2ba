package io.dbvitals.diagnosis;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Tries one step after the other, each within its limit, and stops at the first that fails. */
public final class Ladder {
    private final Map<Step, Outcome> outcomes = new EnumMap<>(Step.class);
    private boolean failed;

    private Ladder() {}

    /** Steps of which there is no rung mean nothing for that target. */
    public static Diagnosis climb(String target, String kind, String address, List<Rung> rungs)
            throws InterruptedException {
        Ladder ladder = new Ladder();
        for (Rung rung : rungs) {
            if (!ladder.failed) {
                ladder.take(rung);
            }
        }
        List<Step> known = rungs.stream().map(Rung::step).toList();
        return new Diagnosis(
                target,
                kind,
                address,
                Stream.of(Step.values())
                        .map(step -> ladder.outcomes.getOrDefault(
                                step,
                                new Outcome(
                                        step,
                                        Duration.ZERO,
                                        Finding.unchecked(
                                                known.contains(step) ? "not reached" : "has no meaning here"))))
                        .toList());
    }

    private void take(Rung rung) throws InterruptedException {
        long began = System.nanoTime();
        try {
            Finding finding = AtOnce.within(rung.limit(), rung.probe()::run);
            note(rung.step(), began, finding);
        } catch (TimeoutException e) {
            note(
                    rung.step(),
                    began,
                    Finding.error("no end within " + rung.limit().toSeconds() + " s; given up", late(rung.step())));
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof Fault fault)) {
                throw new IllegalStateException(e.getCause());
            }
            if (fault.step().compareTo(rung.step()) > 0) {
                note(rung.step(), began, passed(rung.step(), fault.step()));
            }
            note(fault.step(), began, fault.finding());
            failed = true;
        }
    }

    private static String late(Step step) {
        return switch (step) {
            case CONFIGURATION -> "see why its files, or its password command, take so long: a hanging mount?";
            case DNS -> "the resolver does not answer: see the servers in /etc/resolv.conf, and the way to them";
            default -> "see what the server and the machine are busy with: load, memory, disks";
        };
    }

    /** What a refusal that belongs to a later step says about this one. */
    private static Finding passed(Step step, Step refused) {
        return step == Step.AUTHENTICATION && refused.compareTo(Step.DATABASE) >= 0
                ? Finding.ok("user and password are accepted")
                : Finding.unchecked("the server refused before");
    }

    private void note(Step step, long began, Finding finding) {
        outcomes.put(step, new Outcome(step, Duration.ofNanos(System.nanoTime() - began), finding));
        failed = failed || finding.state() == State.ERROR;
    }
}
