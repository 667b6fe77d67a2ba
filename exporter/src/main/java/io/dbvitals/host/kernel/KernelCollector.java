package io.dbvitals.host.kernel;

import io.dbvitals.scrape.Collector;
import java.io.File;
import java.util.Optional;

/** Reads files of the kernel, into a buffer of its own. */
public abstract class KernelCollector implements Collector {
    private final String name;
    protected final Site site;
    protected final KernelText text = new KernelText();

    protected KernelCollector(String name, Site site) {
        this.name = name;
        this.site = site;
    }

    @Override
    public final String name() {
        return name;
    }

    /** Why there is nothing to read on this machine now, in one word; empty: there is. */
    public abstract Optional<String> absent();

    /** {@code missing} or {@code unreadable}; empty: the file can be read. */
    protected static Optional<String> absent(File file) {
        if (file.canRead()) {
            return Optional.empty();
        }
        return Optional.of(file.exists() ? "unreadable" : "missing");
    }
}
