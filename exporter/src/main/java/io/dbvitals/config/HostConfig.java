package io.dbvitals.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The machine that the program runs on, or whose {@code /proc} it is shown.
 *
 * @param paths where the kernel's files are; other than the usual ones inside a container
 * @param nativeCalls whether statvfs and adjtimex may be called, which need a native library
 * @param textfiles folders whose {@code *.prom} files are shown
 * @param enable collectors that are off by default, as {@code processes}
 * @param disable collectors that shall not run
 */
public record HostConfig(
        Source source,
        Paths paths,
        boolean nativeCalls,
        List<Path> textfiles,
        Filters filters,
        List<String> enable,
        List<String> disable)
        implements TargetConfig.Source {
    public HostConfig {
        textfiles = List.copyOf(textfiles);
        enable = List.copyOf(enable);
        disable = List.copyOf(disable);
    }

    @Override
    public String kind() {
        return "host";
    }

    /** Where figures come from. */
    public enum Source {
        /** {@link #PROC} where there is a {@code /proc}, else {@link #OSHI}. */
        AUTO,
        PROC,
        OSHI
    }

    /**
     * Roots of the kernel's files.
     *
     * @param udevData of udev's database, for names of disks
     */
    public record Paths(Path procfs, Path sysfs, Path rootfs, Path udevData) {
        /** Of a program that runs on the machine itself. */
        public static final Paths DEFAULT =
                new Paths(Path.of("/proc"), Path.of("/sys"), Path.of("/"), Path.of("/run/udev/data"));
    }

    /**
     * What is left out, by regular expressions that match anywhere in the text, as those of node_exporter's flags do. Empty: its
     * default.
     *
     * @param mountPointsExclude {@code --collector.filesystem.mount-points-exclude}
     * @param fsTypesExclude {@code --collector.filesystem.fs-types-exclude}
     * @param disksExclude {@code --collector.diskstats.device-exclude}
     * @param netDevicesExclude {@code --collector.netdev.device-exclude}; none by default
     */
    public record Filters(
            Optional<String> mountPointsExclude,
            Optional<String> fsTypesExclude,
            Optional<String> disksExclude,
            Optional<String> netDevicesExclude) {
        public static final Filters DEFAULT =
                new Filters(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
