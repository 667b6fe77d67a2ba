package io.dbvitals.host.hardware;

import io.dbvitals.host.family.Meter;
import java.util.Locale;
import java.util.Set;

/**
 * Under which name and in which unit a file of a sensor is shown.
 *
 * @param name behind {@code node_hwmon_}
 * @param factor from the kernel's unit
 */
record SensorUnit(String name, double factor) {
    private static final double MILLI = 0.001;
    private static final double MICRO = 1e-6;
    private static final Set<String> SPEEDS = Set.of("input", "min", "max", "target");

    /**
     * Of a file.
     *
     * @param element what stands behind the sensor's name in that of the file
     * @param hasPlain whether there is a file of the sensor's name alone
     */
    static SensorUnit of(String kind, String element, boolean hasPlain) {
        return switch (kind) {
            case "beep_enable" -> new SensorUnit("beep_enabled", 1);
            case "vrm" -> new SensorUnit("voltage_regulator_version", 1);
            case "update_interval" -> new SensorUnit("update_interval_seconds", MILLI);
            default -> of(kind, element, name(kind, element, hasPlain));
        };
    }

    private static String name(String kind, String element, boolean hasPlain) {
        if (element.equals("input")) {
            return hasPlain ? kind + "_input" : kind;
        }
        return element.isEmpty()
                ? kind
                : kind + "_" + element.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9:_]", "_");
    }

    private static SensorUnit of(String kind, String element, String name) {
        return switch (element) {
            case "fault", "alarm" -> new SensorUnit(name, 1);
            case "beep" -> new SensorUnit(name + "_enabled", 1);
            default -> measured(kind, element, name);
        };
    }

    private static SensorUnit measured(String kind, String element, String name) {
        return switch (kind) {
            case "in", "cpu" -> new SensorUnit(name + "_volts", MILLI);
            case "temp" -> element.equals("type") ? new SensorUnit(name, 1) : new SensorUnit(name + "_celsius", MILLI);
            case "curr" -> new SensorUnit(name + "_amps", MILLI);
            case "energy" -> new SensorUnit(name + "_joule_total", MICRO);
            case "humidity" -> new SensorUnit(name, MICRO);
            case "power" -> power(element, name);
            case "fan" -> new SensorUnit(SPEEDS.contains(element) ? name + "_rpm" : name, 1);
            default -> new SensorUnit(name, 1);
        };
    }

    private static SensorUnit power(String element, String name) {
        if (element.equals("accuracy")) {
            return new SensorUnit(name, MICRO);
        }
        return element.startsWith("average_interval")
                ? new SensorUnit(name + "_seconds", MILLI)
                : new SensorUnit(name + "_watt", MICRO);
    }

    Meter meter(String family, String kind, String element) {
        String help = "Sensors of kind " + kind + (element.isEmpty() ? "." : ": " + element + ".");
        return family.endsWith("_total") ? Meter.counter(family, help) : Meter.gauge(family, help);
    }
}
