package io.dbvitals.host;

import io.dbvitals.host.kernel.Roots;
import java.io.File;
import java.util.List;
import java.util.Optional;

/** Notices that figures of a container would be shown as those of the machine. */
final class ContainerCheck {
    /** Files that container engines put into every container. */
    private static final List<String> MARKS =
            List.of(".dockerenv", "run/.containerenv", "var/run/secrets/kubernetes.io/serviceaccount");

    private ContainerCheck() {}

    /**
     * What is wrong and what to do; empty where nothing is.
     *
     * @param root of the files that this process sees
     */
    static Optional<String> warning(File root, Roots roots) {
        if (MARKS.stream().noneMatch(mark -> new File(root, mark).exists())) {
            return Optional.empty();
        }
        if (roots.usual()) {
            return Optional.of(
                    "this is a container, and its own mounts and network are shown as the machine's: mount the"
                            + " machine's / read-only into it, as at /host, and set paths: {procfs: /host/proc, sysfs: /host/sys,"
                            + " rootfs: /host}");
        }
        if (roots.rootIsUsual()) {
            return Optional.of(
                    "this is a container and paths.rootfs is not set, so sizes of the machine's file systems are"
                            + " looked up in the container's: mount the machine's / read-only into it, as at /host, and set"
                            + " paths: {rootfs: /host}");
        }
        return Optional.empty();
    }
}
