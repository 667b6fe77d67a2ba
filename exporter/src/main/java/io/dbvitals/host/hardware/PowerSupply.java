package io.dbvitals.host.hardware;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.family.MeterSet;
import io.dbvitals.host.kernel.Decimal;
import io.dbvitals.host.kernel.Folder;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Batteries and mains: {@code /sys/class/power_supply}, in millionths, temperatures in tenths there. */
public final class PowerSupply extends KernelCollector {
    private static final Meter INFO = Meter.gauge("node_power_supply_info", "What supply it is; always 1.");

    /** Files whose names are also those of their families. */
    private static final List<String> PLAIN = List.of(
            "authentic", "calibrate", "capacity", "capacity_alert_max", "capacity_alert_min", "online", "present");

    private static final List<String> MICRO = List.of(
            "current_boot",
            "current_max",
            "energy_empty",
            "energy_empty_design",
            "energy_full",
            "energy_full_design",
            "voltage_boot",
            "voltage_max",
            "voltage_max_design",
            "voltage_min",
            "voltage_min_design",
            "voltage_ocv",
            "charge_control_limit",
            "charge_control_limit_max",
            "charge_counter",
            "charge_empty",
            "charge_empty_design",
            "charge_full",
            "charge_full_design",
            "charge_term_current",
            "constant_charge_current",
            "constant_charge_current_max",
            "constant_charge_voltage",
            "constant_charge_voltage_max",
            "precharge_current",
            "input_current_limit");

    private static final Map<String, String> PLAIN_OTHERWISE = Map.of(
            "cycle_count", "cyclecount",
            "time_to_empty_now", "time_to_empty_seconds",
            "time_to_full_now", "time_to_full_seconds");
    private static final Map<String, String> MICRO_OTHERWISE = Map.of(
            "current_now", "current_ampere",
            "energy_now", "energy_watthour",
            "voltage_now", "voltage_volt",
            "charge_now", "charge_ampere",
            "power_now", "power_watt");
    private static final List<String> TENTHS = List.of(
            "temp",
            "temp_alert_max",
            "temp_alert_min",
            "temp_ambient",
            "temp_ambient_max",
            "temp_ambient_min",
            "temp_max",
            "temp_min");

    /** Each a label where the file is there. */
    private static final List<String> WORDS = List.of(
            "capacity_level",
            "charge_type",
            "health",
            "manufacturer",
            "model_name",
            "scope",
            "serial_number",
            "status",
            "technology",
            "type",
            "usb_type");

    private final File folder;
    private final MeterSet meters = new MeterSet();
    private final LabelSets bySupply;

    public PowerSupply(Site site) {
        super("powersupplyclass", site);
        this.folder = site.roots().sys("class/power_supply");
        this.bySupply = site.sets("power_supply");
    }

    @Override
    public Optional<String> absent() {
        return Folder.names(folder).isEmpty() ? Optional.of("missing") : Optional.empty();
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) {
        MeterSet.Reading reading = meters.reading();
        Meter.Points infos = INFO.points();
        for (String name : Folder.names(folder)) {
            File supply = new File(folder, name);
            Labels labels = bySupply.of(name);
            PLAIN.forEach(file -> add(supply, file, file, 1, labels, reading));
            PLAIN_OTHERWISE.forEach((file, family) -> add(supply, file, family, 1, labels, reading));
            MICRO.forEach(file -> add(supply, file, file, 1e6, labels, reading));
            MICRO_OTHERWISE.forEach((file, family) -> add(supply, file, family, 1e6, labels, reading));
            TENTHS.forEach(file -> add(supply, file, file + "_celsius", 10, labels, reading));
            infos.add(info(supply, labels), 1);
        }
        List<MetricSnapshot> families = Meter.families(infos);
        families.addAll(reading.families());
        return families;
    }

    private void add(File supply, String file, String family, double divisor, Labels labels, MeterSet.Reading reading) {
        text.attributeText(new File(supply, file))
                .map(Decimal::of)
                .ifPresent(value -> value.ifPresent(number -> reading.points(
                                "node_power_supply_" + family,
                                name -> Meter.gauge(name, "File " + file + " of the supply."))
                        .add(labels, number / divisor)));
    }

    private Labels info(File supply, Labels labels) {
        List<String> pairs = new ArrayList<>();
        for (String word : WORDS) {
            text.attributeText(new File(supply, word))
                    .filter(value -> !value.isEmpty())
                    .ifPresent(value -> {
                        pairs.add(word);
                        pairs.add(value);
                    });
        }
        return labels.merge(Labels.of(pairs.toArray(String[]::new)));
    }
}
