package io.dbvitals.host.hardware;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.family.MeterSet;
import io.dbvitals.host.kernel.Decimal;
import io.dbvitals.host.kernel.Folder;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Temperatures, fans, voltages and power: {@code /sys/class/hwmon}, in thousandths and millionths there. */
public final class Hwmon extends KernelCollector {
    private static final Pattern FILE = Pattern.compile("([^0-9]+)([0-9]*)(?:_(.+))?");
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-z0-9:_]");
    private static final Pattern AT_ENDS = Pattern.compile("^_+|_+$");
    private static final Set<String> KINDS = Set.of(
            "vrm",
            "beep_enable",
            "update_interval",
            "in",
            "cpu",
            "fan",
            "pwm",
            "temp",
            "curr",
            "power",
            "energy",
            "humidity",
            "intrusion",
            "freq");

    private static final Meter CHIP = Meter.gauge("node_hwmon_chip_names", "The driver's name of the chip; always 1.");
    private static final Meter LABEL = Meter.gauge("node_hwmon_sensor_label", "The sensor's own name; always 1.");

    private final File folder;
    private final MeterSet meters = new MeterSet();
    private final LabelSets sensors;
    private final LabelSets chips;
    private final LabelSets labels;

    public Hwmon(Site site) {
        super("hwmon", site);
        this.folder = site.roots().sys("class/hwmon");
        this.sensors = site.sets("chip", "sensor");
        this.chips = site.sets("chip", "chip_name");
        this.labels = site.sets("chip", "sensor", "label");
    }

    @Override
    public Optional<String> absent() {
        return Folder.names(folder).isEmpty() ? Optional.of("missing") : Optional.empty();
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        MeterSet.Reading reading = meters.reading();
        Meter.Points names = CHIP.points();
        Meter.Points ownNames = LABEL.points();
        for (String name : Folder.names(folder)) {
            File chip = new File(folder, name);
            Optional<String> driver = text.attributeText(new File(chip, "name"))
                    .map(Hwmon::cleaned)
                    .filter(clean -> !clean.isEmpty());
            String place = place(chip).or(() -> driver).orElse(cleaned(name));
            driver.ifPresent(each -> names.add(chips.of(place, each), 1));
            Map<String, Sensor> found = new TreeMap<>();
            read(chip, found);
            read(new File(chip, "device"), found);
            found.forEach((id, sensor) -> {
                if (sensor.values().containsKey("label")) {
                    ownNames.add(labels.of(place, id, sensor.of("label")), 1);
                }
                add(place, id, sensor, reading);
            });
        }
        List<MetricSnapshot> families = Meter.families(names, ownNames);
        families.addAll(reading.families());
        return families;
    }

    /** A sensor's files by what stands behind its name. */
    private record Sensor(String kind, Map<String, String> values) {
        String of(String element) {
            return values.getOrDefault(element, "");
        }
    }

    private void read(File from, Map<String, Sensor> into) {
        for (String name : Folder.names(from)) {
            Matcher file = FILE.matcher(name);
            if (file.matches() && KINDS.contains(file.group(1))) {
                String kind = file.group(1);
                String id = kind + (file.group(2).isEmpty() ? "0" : file.group(2));
                String element = Optional.ofNullable(file.group(3)).orElse("");
                text.attributeText(new File(from, name))
                        .ifPresent(value -> into.computeIfAbsent(id, each -> new Sensor(kind, new TreeMap<>()))
                                .values()
                                .put(element, value));
            }
        }
    }

    private void add(String chip, String id, Sensor sensor, MeterSet.Reading reading) {
        sensor.values()
                .forEach((element, text) -> Decimal.of(text).ifPresent(value -> {
                    if (element.equals("label")) {
                        return;
                    }
                    if (sensor.kind().equals("freq") && element.equals("input")) {
                        // Of a graphics card; its sensors are told apart by their own names.
                        if (!sensor.of("label").isEmpty()) {
                            reading.points("node_hwmon_freq_freq_mhz", name -> Meter.gauge(name, "Frequency in MHz."))
                                    .add(sensors.of(chip, cleaned(sensor.of("label"))), value / 1e6);
                        }
                        return;
                    }
                    SensorUnit unit = SensorUnit.of(
                            sensor.kind(), element, sensor.values().containsKey(""));
                    reading.points("node_hwmon_" + unit.name(), name -> unit.meter(name, sensor.kind(), element))
                            .add(sensors.of(chip, id), value * unit.factor());
                }));
    }

    /** Bus and device, which stay the same when drivers are loaded in another order. */
    private static Optional<String> place(File chip) {
        File device = new File(chip, "device");
        if (!device.exists()) {
            return Optional.empty();
        }
        try {
            File real = device.getCanonicalFile();
            String bus = Optional.ofNullable(real.getParentFile())
                    .map(parent -> cleaned(parent.getName()))
                    .orElse("");
            String name = cleaned(real.getName());
            return Optional.of(bus.isEmpty() || name.isEmpty() ? name : bus + "_" + name)
                    .filter(place -> !place.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String cleaned(String name) {
        String allowed = NOT_IN_NAMES.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("_");
        return AT_ENDS.matcher(allowed).replaceAll("");
    }
}
