package io.dbvitals.host.oshi;

import io.dbvitals.config.HostConfig;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import oshi.SystemInfo;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.software.os.OperatingSystem;

/**
 * What OSHI knows of the machine, under the names of node_exporter, on platforms without {@code /proc}. Its words for "unknown" (0, -1,
 * NaN, "unknown") are left out rather than shown as figures.
 */
public final class OshiCollectors implements AutoCloseable {
    private final Map<String, Collector> byName = new LinkedHashMap<>();
    private final OshiFileSystems fileSystems;

    private OshiCollectors(Site site, HostConfig.Filters filters, SystemInfo system) {
        OperatingSystem os = system.getOperatingSystem();
        HardwareAbstractionLayer hardware = system.getHardware();
        OshiProcessors processors = new OshiProcessors(site, hardware.getProcessor(), os);
        OshiMemory memory = new OshiMemory(site, hardware.getMemory());
        OshiNetwork network =
                new OshiNetwork(site, filters.netDevicesExclude(), hardware, os.getInternetProtocolStats());
        OshiSystem identity = new OshiSystem(site, os);
        fileSystems =
                new OshiFileSystems(site, filters.mountPointsExclude(), filters.fsTypesExclude(), os.getFileSystem());
        List.of(
                        new OshiCollector("cpu", deadline -> processors.times()),
                        new OshiCollector("loadavg", deadline -> processors.load()),
                        new OshiCollector("stat", deadline -> processors.counters()),
                        new OshiCollector("meminfo", deadline -> memory.sizes()),
                        new OshiCollector("vmstat", deadline -> memory.swapping()),
                        new OshiCollector("diskstats", new OshiDisks(site, filters.disksExclude(), hardware)::read),
                        new OshiCollector("filesystem", fileSystems::read),
                        new OshiCollector("netdev", deadline -> network.traffic()),
                        new OshiCollector("netclass", deadline -> network.links()),
                        new OshiCollector("netstat", deadline -> network.protocols()),
                        new OshiCollector("filefd", deadline -> identity.fileHandles()),
                        new OshiCollector("uname", deadline -> identity.uname()),
                        new OshiCollector("os", deadline -> identity.release()))
                .forEach(collector -> byName.put(collector.name(), collector));
    }

    /** Asks OSHI what machine it is, which takes a few tenths of a second. */
    public static OshiCollectors load(Site site, HostConfig.Filters filters) throws CollectException {
        try {
            return new OshiCollectors(site, filters, new SystemInfo());
        } catch (RuntimeException | LinkageError e) {
            throw new CollectException(
                    Reason.UNSUPPORTED,
                    "OSHI does not run here (" + e + "): its native library needs a folder that can be written and run"
                            + " from, which -Djna.tmpdir=DIR names",
                    e);
        }
    }

    public Map<String, Collector> byName() {
        return byName;
    }

    @Override
    public void close() {
        fileSystems.close();
    }
}
