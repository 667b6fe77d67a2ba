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

/** Zones with a temperature, and what cools them: {@code /sys/class/thermal}, in thousandths of a degree there. */
public final class Thermal extends KernelCollector {
    private static final Meter TEMPERATURE =
            Meter.gauge("node_thermal_zone_temp", "Temperature of the zone in degrees Celsius.");
    private static final Meter STATE =
            Meter.gauge("node_cooling_device_cur_state", "How hard the device cools, as a step of its own.");
    private static final Meter MAX_STATE =
            Meter.gauge("node_cooling_device_max_state", "The device's last step of cooling.");

    private final File folder;
    private final LabelSets zones;
    private final LabelSets devices;

    public Thermal(Site site) {
        super("thermal_zone", site);
        this.folder = site.roots().sys("class/thermal");
        this.zones = site.sets("zone", "type");
        this.devices = site.sets("name", "type");
    }

    @Override
    public Optional<String> absent() {
        return Folder.names(folder).isEmpty() ? Optional.of("missing") : Optional.empty();
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        Meter.Points temperatures = TEMPERATURE.points();
        Meter.Points states = STATE.points();
        Meter.Points maxima = MAX_STATE.points();
        for (String name : Folder.numbered(folder, "thermal_zone")) {
            File zone = new File(folder, name);
            String type = text.attributeText(new File(zone, "type")).orElse("");
            // Some zones have nothing to say while what they measure sleeps.
            if (text.attribute(new File(zone, "temp"))) {
                temperatures.add(zones.of(name.substring("thermal_zone".length()), type), text.number() / 1000);
            }
        }
        for (String name : Folder.numbered(folder, "cooling_device")) {
            File device = new File(folder, name);
            Labels labels = devices.of(
                    name.substring("cooling_device".length()),
                    text.attributeText(new File(device, "type")).orElse(""));
            if (text.attribute(new File(device, "cur_state"))) {
                states.add(labels, text.number());
            }
            if (text.attribute(new File(device, "max_state"))) {
                maxima.add(labels, text.number());
            }
        }
        return Meter.families(temperatures, states, maxima);
    }
}
