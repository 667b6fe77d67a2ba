package io.dbvitals.app.alerts;

import io.dbvitals.alerts.Episode;
import io.dbvitals.alerts.Matchers;
import io.dbvitals.alerts.Silence;
import io.dbvitals.api.alerts.PastOne;
import io.dbvitals.api.alerts.PastOne.Silenced;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Joins when alerts fired with who silenced them: by Alertmanager as long as it remembers, and by our audit log. */
final class Past {
    private final List<Silence> silences;
    private final List<Remembered> remembered;

    Past(List<Silence> silences, List<Remembered> remembered) {
        this.silences = silences;
        this.remembered = remembered;
    }

    PastOne of(Episode episode) {
        List<Silenced> all = new ArrayList<>();
        Set<String> told = new HashSet<>();
        for (Silence each : silences) {
            if (overlaps(episode, each.startsAt(), Optional.of(each.endsAt()))
                    && meant(each.matchers(), each.isAcknowledgement(), episode)) {
                told.add(each.id());
                all.add(new Silenced(
                        each.createdBy(),
                        each.comment(),
                        each.startsAt(),
                        Optional.of(each.endsAt()),
                        each.isAcknowledgement()));
            }
        }
        for (Remembered each : remembered) {
            // An acknowledgement is for the episode in which it was made.
            Optional<Instant> until = each.until().or(() -> Optional.of(each.from()));
            if (!told.contains(each.id())
                    && overlaps(episode, each.from(), until)
                    && meant(each.matchers(), each.acknowledged(), episode)) {
                all.add(new Silenced(each.actor(), each.comment(), each.from(), each.until(), each.acknowledged()));
            }
        }
        all.sort(Comparator.comparing(Silenced::from));
        return new PastOne(episode, all);
    }

    /** An acknowledgement names all labels that Alertmanager knows: also those that Prometheus adds when it sends, as external labels. */
    private static boolean meant(Matchers matchers, boolean acknowledgement, Episode episode) {
        return matchers.matches(episode.labels())
                || (acknowledgement
                        && matchers.all()
                                .containsAll(Matchers.exactly(episode.labels()).all()));
    }

    private static boolean overlaps(Episode episode, Instant from, Optional<Instant> until) {
        return !from.isAfter(episode.end())
                && until.map(end -> !end.isBefore(episode.start())).orElse(true);
    }
}
