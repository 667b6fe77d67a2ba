package io.dbvitals.host.hardware;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.Folder;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.util.List;
import java.util.Optional;

/** Errors that memory modules found, corrected or not: {@code /sys/devices/system/edac/mc}. */
public final class Edac extends KernelCollector {
    private static final Meter CORRECTED =
            Meter.counter("node_edac_correctable_errors_total", "Memory errors that were corrected.");
    private static final Meter UNCORRECTED =
            Meter.counter("node_edac_uncorrectable_errors_total", "Memory errors that could not be corrected.");
    private static final Meter ROW_CORRECTED = Meter.counter(
            "node_edac_csrow_correctable_errors_total", "Memory errors that were corrected, by row of modules.");
    private static final Meter ROW_UNCORRECTED = Meter.counter(
            "node_edac_csrow_uncorrectable_errors_total",
            "Memory errors that could not be corrected, by row of modules.");

    private final File folder;
    private final LabelSets byController;
    private final LabelSets byRow;

    public Edac(Site site) {
        super("edac", site);
        this.folder = site.roots().sys("devices/system/edac/mc");
        this.byController = site.sets("controller");
        this.byRow = site.sets("controller", "csrow");
    }

    @Override
    public Optional<String> absent() {
        return Folder.numbered(folder, "mc").isEmpty() ? Optional.of("missing") : Optional.empty();
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        Meter.Points corrected = CORRECTED.points();
        Meter.Points uncorrected = UNCORRECTED.points();
        Meter.Points rowCorrected = ROW_CORRECTED.points();
        Meter.Points rowUncorrected = ROW_UNCORRECTED.points();
        for (String name : Folder.numbered(folder, "mc")) {
            File controller = new File(folder, name);
            String id = name.substring("mc".length());
            add(controller, "ce_count", byController.of(id), corrected);
            add(controller, "ue_count", byController.of(id), uncorrected);
            add(controller, "ce_noinfo_count", byRow.of(id, "unknown"), rowCorrected);
            add(controller, "ue_noinfo_count", byRow.of(id, "unknown"), rowUncorrected);
            for (String row : Folder.numbered(controller, "csrow")) {
                Labels labels = byRow.of(id, row.substring("csrow".length()));
                add(new File(controller, row), "ce_count", labels, rowCorrected);
                add(new File(controller, row), "ue_count", labels, rowUncorrected);
            }
        }
        return Meter.families(corrected, uncorrected, rowCorrected, rowUncorrected);
    }

    private void add(File folder, String file, Labels labels, Meter.Points points) throws CollectException {
        if (text.attribute(new File(folder, file))) {
            points.add(labels, text.number());
        }
    }
}
