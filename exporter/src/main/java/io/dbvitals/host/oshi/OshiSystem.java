package io.dbvitals.host.oshi;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.Site;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import oshi.software.os.FileSystem;
import oshi.software.os.OperatingSystem;

/** What system it is, and files that are open. */
final class OshiSystem {
    private static final Pattern NUMBER = Pattern.compile("^[0-9]+\\.?[0-9]*");

    private static final Meter UNAME = Meter.gauge("node_uname_info", "Which kernel and machine it is; always 1.");
    private static final Meter INFO = Meter.gauge("node_os_info", "Which operating system it is; always 1.");
    private static final Meter VERSION =
            Meter.gauge("node_os_version", "Version of the operating system, as far as it is a number.");
    private static final Meter ALLOCATED = Meter.gauge("node_filefd_allocated", "Files that are open.");
    private static final Meter MAXIMUM = Meter.gauge("node_filefd_maximum", "Files that can be open.");

    private final Labels labels;
    private final LabelSets names;
    private final LabelSets infos;
    private final LabelSets versions;
    private final OperatingSystem os;

    OshiSystem(Site site, OperatingSystem os) {
        this.labels = site.labels();
        this.names = site.sets("sysname", "release", "machine", "nodename");
        this.infos = site.sets("name", "pretty_name", "version_codename", "version_id");
        this.versions = site.sets("name");
        this.os = os;
    }

    List<MetricSnapshot> fileHandles() {
        List<MetricSnapshot> families = new ArrayList<>(2);
        FileSystem files = os.getFileSystem();
        if (files.getOpenFileDescriptors() > 0) {
            families.add(ALLOCATED.of(labels, files.getOpenFileDescriptors()));
        }
        if (files.getMaxFileDescriptors() > 0) {
            families.add(MAXIMUM.of(labels, files.getMaxFileDescriptors()));
        }
        return families;
    }

    /** What stands in the version of uname(2) and the NIS domain, OSHI does not know. */
    List<MetricSnapshot> uname() {
        String name = System.getProperty("os.name", "");
        String arch = System.getProperty("os.arch", "");
        boolean mac = name.toLowerCase(Locale.ROOT).startsWith("mac");
        return List.of(UNAME.of(
                names.of(
                        mac ? "Darwin" : name,
                        // That of macOS is not the kernel's.
                        mac ? "" : System.getProperty("os.version", ""),
                        arch.equals("amd64") ? "x86_64" : arch,
                        known(os.getNetworkParams().getHostName())),
                1));
    }

    List<MetricSnapshot> release() {
        List<MetricSnapshot> families = new ArrayList<>(2);
        OperatingSystem.OSVersionInfo version = os.getVersionInfo();
        String name = known(os.getFamily());
        String number = known(version.getVersion());
        families.add(INFO.of(
                infos.of(name, (name + " " + known(version.toString())).strip(), known(version.getCodeName()), number),
                1));
        Matcher asNumber = NUMBER.matcher(number);
        if (asNumber.find()) {
            families.add(VERSION.of(versions.of(name), Double.parseDouble(asNumber.group())));
        }
        return families;
    }

    /** Empty where OSHI says in words that it does not know, or not at all. */
    private static String known(@Nullable String text) {
        return text == null || text.equalsIgnoreCase("unknown") ? "" : text;
    }
}
