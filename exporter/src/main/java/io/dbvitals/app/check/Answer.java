package io.dbvitals.app.check;

import java.util.List;

/** What a target had to say about a service. */
public record Answer(String target, String kind, List<Measure> measures, List<Failure> failures) {
    public Answer {
        measures = List.copyOf(measures);
        failures = List.copyOf(failures);
    }
}
