package io.dbvitals.host.memory;

import io.dbvitals.host.family.Meter;
import io.dbvitals.host.family.MeterSet;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Paging, faults and kills for want of memory: some fields of {@code /proc/vmstat}. */
public final class VmStat extends KernelCollector {
    private static final Pattern WANTED = Pattern.compile("^(oom_kill|pgpg|pswp|pg.*fault).*");

    private final File file;
    private final MeterSet meters = new MeterSet();
    private final Map<String, Boolean> wanted = new HashMap<>();

    public VmStat(Site site) {
        super("vmstat", site);
        this.file = site.roots().proc("vmstat");
    }

    @Override
    public Optional<String> absent() {
        return absent(file);
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        MeterSet.Reading reading = meters.reading();
        text.need(file);
        while (text.line() && text.field()) {
            // Most of its many lines are told from their first letter.
            if (text.at(0) != 'p' && text.at(0) != 'o') {
                continue;
            }
            String field = text.text();
            if (wanted.computeIfAbsent(field, each -> WANTED.matcher(each).find()) && text.field()) {
                reading.points(
                                "node_vmstat_" + field,
                                name -> Meter.untyped(name, "Field " + field + " of /proc/vmstat."))
                        .add(site.labels(), text.number());
            }
        }
        return reading.families();
    }
}
