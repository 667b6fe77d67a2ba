package io.dbvitals.host.system;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which distribution it is: {@code /etc/os-release}, else {@code /usr/lib/os-release}. */
public final class OsRelease extends KernelCollector {
    private static final Meter INFO = Meter.gauge("node_os_info", "Which operating system it is; always 1.");
    private static final Meter VERSION =
            Meter.gauge("node_os_version", "Version of the operating system, as far as it is a number.");
    private static final Meter SUPPORT_END = Meter.gauge(
            "node_os_support_end_timestamp_seconds",
            "When support of the operating system ends, in seconds since 1970.");
    private static final List<String> FILES = List.of("/etc/os-release", "/usr/lib/os-release");
    private static final String[] LABELS = {
        "build_id",
        "id",
        "id_like",
        "image_id",
        "image_version",
        "name",
        "pretty_name",
        "variant",
        "variant_id",
        "version",
        "version_codename",
        "version_id"
    };
    private static final Pattern NUMBER = Pattern.compile("^[0-9]+\\.?[0-9]*");

    private final LabelSets infos;
    private final LabelSets versions;
    private String last = "";
    private List<MetricSnapshot> families = List.of();

    public OsRelease(Site site) {
        super("os", site);
        this.infos = site.sets(LABELS);
        this.versions = site.sets("id", "id_like", "name");
    }

    @Override
    public Optional<String> absent() {
        return absent(site.roots().root(FILES.get(0)))
                .flatMap(first -> absent(site.roots().root(FILES.get(1))));
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        String found = text.whole(site.roots().root(FILES.get(0)))
                .or(() -> text.whole(site.roots().root(FILES.get(1))))
                .orElse("");
        if (!found.equals(last)) {
            last = found;
            families = families(fields(found));
        }
        return families;
    }

    private List<MetricSnapshot> families(Map<String, String> fields) {
        List<MetricSnapshot> made = new ArrayList<>();
        String[] values = new String[LABELS.length];
        for (int i = 0; i < LABELS.length; i++) {
            values[i] = fields.getOrDefault(LABELS[i], "");
        }
        made.add(INFO.of(infos.of(values), 1));
        Matcher number = NUMBER.matcher(fields.getOrDefault("version_id", ""));
        if (number.find()) {
            Labels labels = versions.of(
                    fields.getOrDefault("id", ""), fields.getOrDefault("id_like", ""), fields.getOrDefault("name", ""));
            made.add(VERSION.of(labels, Double.parseDouble(number.group())));
        }
        try {
            LocalDate end = LocalDate.parse(fields.getOrDefault("support_end", ""));
            made.add(SUPPORT_END.of(
                    site.labels(), end.atStartOfDay(ZoneOffset.UTC).toEpochSecond()));
        } catch (DateTimeParseException e) {
            // Most do not say.
            return made;
        }
        return made;
    }

    /** {@code VERSION_ID="12"}: names in small letters, values without quotes. */
    private static Map<String, String> fields(String file) {
        Map<String, String> fields = new HashMap<>();
        file.lines()
                .filter(line -> !line.startsWith("#") && line.indexOf('=') > 0)
                .forEach(line -> {
                    String value = line.substring(line.indexOf('=') + 1).strip();
                    if (value.length() > 1
                            && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                            && value.charAt(value.length() - 1) == value.charAt(0)) {
                        value = value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
                    }
                    fields.put(line.substring(0, line.indexOf('=')).strip().toLowerCase(Locale.ROOT), value);
                });
        return fields;
    }
}
