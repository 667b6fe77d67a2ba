package io.dbvitals.host.filesystem;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.host.waiting.Answer;
import io.dbvitals.host.waiting.Patience;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/**
 * How full mounted file systems are: {@code /proc/1/mountinfo} and {@code statvfs}. A mount that does not answer is marked, and costs a
 * scrape its time only once.
 */
public final class FileSystems extends KernelCollector implements AutoCloseable {
    private static final String POINTS_EXCLUDED =
            "^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)";
    private static final String TYPES_EXCLUDED = "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs"
            + "|fusectl|hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs"
            + "|squashfs|erofs|sysfs|tracefs)$";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Space.Source source;
    private final Patience patience;
    private final Pattern pointsExcluded;
    private final Pattern typesExcluded;
    private final LabelSets labels;
    private final LabelSets infos;

    /** The exclusions are regular expressions that are looked for in mount point and type; empty: those of node_exporter. */
    public FileSystems(
            Site site, Space.Source source, Optional<String> pointsExcluded, Optional<String> typesExcluded) {
        this(site, source, pointsExcluded, typesExcluded, LIMIT);
    }

    FileSystems(
            Site site,
            Space.Source source,
            Optional<String> pointsExcluded,
            Optional<String> typesExcluded,
            Duration limit) {
        super("filesystem", site);
        this.source = source;
        this.patience = new Patience("mount point", limit);
        this.pointsExcluded = Pattern.compile(pointsExcluded.orElse(POINTS_EXCLUDED));
        this.typesExcluded = Pattern.compile(typesExcluded.orElse(TYPES_EXCLUDED));
        this.labels = site.sets("device", "mountpoint", "fstype", "device_error");
        this.infos = site.sets("device", "major", "minor", "mountpoint");
    }

    @Override
    public Optional<String> absent() {
        return absent(site.roots().proc("1/mountinfo"))
                .flatMap(init -> absent(site.roots().proc("self/mountinfo")));
    }

    @Override
    public void close() {
        patience.close();
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException, InterruptedException {
        Map<String, Mount> mounts = mounts();
        // A place where several were mounted over each other answers for the uppermost, once.
        Map<String, Callable<Space>> questions = new LinkedHashMap<>();
        for (Mount mount : mounts.values()) {
            String path = site.roots().root(mount.point()).getPath();
            questions.put(mount.point(), () -> source.of(path));
        }
        Map<String, Answer<Space>> answers = patience.ask(questions, deadline);
        SpaceFamilies families = new SpaceFamilies();
        for (Mount mount : mounts.values()) {
            add(mount, answers.getOrDefault(mount.point(), new Answer.Stuck<>()), families);
        }
        return families.families();
    }

    /** Those that are shown; of several alike the first. */
    private Map<String, Mount> mounts() throws CollectException {
        Map<String, Mount> mounts = new LinkedHashMap<>();
        for (Mount mount : Mount.all(site.roots(), text)) {
            if (!typesExcluded.matcher(mount.type()).find()
                    && !pointsExcluded.matcher(mount.point()).find()) {
                mounts.putIfAbsent(mount.device() + "\n" + mount.point() + "\n" + mount.type(), mount);
            }
        }
        return mounts;
    }

    private void add(Mount mount, Answer<Space> answer, SpaceFamilies families) {
        String error = "";
        if (answer instanceof Answer.Stuck) {
            error = SpaceFamilies.STUCK;
        } else if (answer instanceof Answer.Failed<Space> failed) {
            error = Optional.ofNullable(failed.cause().getMessage()).orElse("unknown error");
        }
        Labels each = labels.of(mount.device(), mount.point(), mount.type(), error);
        families.readOnly(each, mount.readOnly());
        families.error(each, !error.isEmpty());
        if (answer instanceof Answer.Got<Space> got) {
            families.space(each, got.value());
            families.info(infos.of(mount.device(), mount.major(), mount.minor(), mount.point()));
        }
    }
}
