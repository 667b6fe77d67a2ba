package io.dbvitals.app.dashboard;

import io.dbvitals.api.dashboard.Section;
import io.dbvitals.app.survey.Part;
import io.dbvitals.app.survey.TargetSurvey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Puts sections together from what is known of the targets.
 *
 * @param silent targets that do not answer: what they were like before is not shown
 */
record Sections(List<TargetSurvey> surveys, Set<String> silent) {
    /** One that wants to be read on a page. */
    private static final int MOST_ROWS = 100;

    Sections {
        surveys = List.copyOf(surveys);
        silent = Set.copyOf(silent);
    }

    /**
     * What one target adds.
     *
     * @param trouble why rows are missing; empty where all are there
     * @param truncated rows that were left out
     */
    record Rows<R>(List<R> rows, String trouble, int truncated) {
        Rows {
            rows = List.copyOf(rows);
        }

        static <R> Rows<R> of(List<R> rows) {
            return new Rows<>(rows, "", 0);
        }

        static <R> Rows<R> missing(String trouble) {
            return new Rows<>(List.of(), trouble, 0);
        }
    }

    /** @param none why there is nothing where no target has such a part */
    <V, R> Section<R> of(
            Function<TargetSurvey, Optional<Part<V>>> part, Function<Part.Seen<V>, Rows<R>> rows, String none) {
        List<R> all = new ArrayList<>();
        List<String> troubles = new ArrayList<>();
        Optional<Instant> oldest = Optional.empty();
        int truncated = 0;
        boolean any = false;
        for (TargetSurvey survey : surveys) {
            Optional<Part<V>> wanted = part.apply(survey);
            if (wanted.isEmpty()) {
                continue;
            }
            any = true;
            Optional<Part.Seen<V>> seen = wanted.get().seen();
            if (silent.contains(survey.name())) {
                troubles.add(survey.name() + " does not answer");
            } else if (seen.isEmpty()) {
                troubles.add(survey.name() + ": being read");
            } else {
                Rows<R> more = rows.apply(seen.get());
                all.addAll(more.rows());
                truncated += more.truncated();
                if (!more.trouble().isEmpty()) {
                    troubles.add(survey.name() + ": " + more.trouble());
                }
                Instant at = seen.get().at();
                oldest = oldest.filter(other -> other.isBefore(at)).or(() -> Optional.of(at));
            }
        }
        if (!any) {
            return Section.missing(none);
        }
        int shown = Math.min(all.size(), MOST_ROWS);
        return new Section<>(
                all.subList(0, shown), oldest, String.join("; ", troubles), truncated + all.size() - shown);
    }
}
