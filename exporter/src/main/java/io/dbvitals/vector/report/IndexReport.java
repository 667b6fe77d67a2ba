package io.dbvitals.vector.report;

import io.dbvitals.vector.catalog.VectorIndex;
import io.dbvitals.vector.search.Plan;
import java.util.List;
import java.util.Optional;

/**
 * All that was found out about an index.
 *
 * @param k neighbours asked for
 * @param facts empty where the index could not be looked at
 * @param plan of a search under the current setting
 * @param setting that trades speed for recall; empty where there is none
 * @param measured one for each value of the setting that was tried, ascending
 * @param sampled whether recall is an estimate from a part of the table
 * @param problem why something is missing; empty where all was measured
 */
public record IndexReport(
        VectorIndex index,
        int k,
        Optional<IndexFacts> facts,
        Optional<Plan> plan,
        Optional<SearchSetting> setting,
        List<Measured> measured,
        boolean sampled,
        String problem) {
    public IndexReport {
        measured = List.copyOf(measured);
    }

    /** Size by the least that it could be; empty where that is not known. */
    public Optional<Double> bloat() {
        return facts.flatMap(known -> known.expectedBytes(index).map(least -> known.indexBytes() / least));
    }

    /** Part of the table's rows that are dead. */
    public double deadRatio() {
        double all = index.liveRows() + (double) index.deadRows();
        return all == 0 ? 0 : index.deadRows() / all;
    }

    Optional<Measured> current() {
        return measured.stream().filter(Measured::current).findFirst();
    }

    /** Whether searches cannot be as they should: invalid, unused though large, or not to be measured. */
    public boolean critical() {
        boolean unused = plan.map(found -> !found.indexUsed()).orElse(false) && Advice.large(index);
        return !index.valid() || unused || measured.isEmpty();
    }

    /** What to do, the most urgent first; empty where nothing is wrong. */
    public List<String> advice() {
        return Advice.on(this);
    }
}
