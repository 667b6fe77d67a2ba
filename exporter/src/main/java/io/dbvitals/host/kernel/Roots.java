package io.dbvitals.host.kernel;

import io.dbvitals.config.HostConfig;
import java.io.File;
import java.nio.file.Path;

/** Where the kernel's files are: on the machine itself, or where a container is shown them. */
public final class Roots {
    private final HostConfig.Paths paths;
    private final String rootfs;
    private volatile boolean netOfInit;

    public Roots(HostConfig.Paths paths) {
        this.paths = paths;
        String root = paths.rootfs().toString();
        this.rootfs = root.equals("/") ? "" : root;
    }

    /**
     * Looks where network figures are. Those of process 1 are the machine's even where this process is in a network of its own, as in a
     * container that is shown the machine's {@code /proc}.
     */
    public void look() {
        netOfInit = proc("1/net/dev").canRead();
    }

    public File proc(String file) {
        return new File(paths.procfs().toString(), file);
    }

    public File sys(String file) {
        return new File(paths.sysfs().toString(), file);
    }

    /** Of {@code /proc/net}; to be asked for at every reading, as it depends on {@link #look}. */
    public File net(String file) {
        return proc((netOfInit ? "1/net/" : "net/") + file);
    }

    public File udev(String file) {
        return new File(paths.udevData().toString(), file);
    }

    /** Where a path of the machine is seen from here. */
    public File root(String path) {
        if (rootfs.isEmpty()) {
            return new File(path);
        }
        // Versions of Java differ in what they make of a root below a folder.
        return path.equals("/") ? new File(rootfs) : new File(rootfs, path);
    }

    /** The machine's own name of a mount point that is seen from here. */
    public String stripped(String mountPoint) {
        if (rootfs.isEmpty() || !mountPoint.startsWith(rootfs)) {
            return mountPoint;
        }
        String stripped = mountPoint.substring(rootfs.length());
        return stripped.isEmpty() ? "/" : stripped;
    }

    public Path procfs() {
        return paths.procfs();
    }

    /** Whether the machine's files are where they are on the machine itself. */
    public boolean usual() {
        return paths.equals(HostConfig.Paths.DEFAULT);
    }

    /** Whether mount points are looked at from the machine's own root. */
    public boolean rootIsUsual() {
        return rootfs.isEmpty();
    }
}
