package io.dbvitals.cli.check;

import io.dbvitals.cli.terminal.nagios.Performance;
import io.dbvitals.cli.terminal.nagios.Range;
import io.dbvitals.config.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** The shape of {@code check --format json}, which is that of check_pgactivity. */
final class CheckJson {
    private CheckJson() {}

    static String of(String service, Verdict verdict) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Performance each : verdict.output(service).performance()) {
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("val", each.value());
            value.put("unit", each.unit().symbol());
            value.put("warn", each.warning().map(Range::toString));
            value.put("crit", each.critical().map(Range::toString));
            value.put("min", each.min());
            value.put("max", each.max());
            values.put(each.label(), value);
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("service", service);
        root.put("status", verdict.level().name());
        root.put("msg", verdict.messages());
        root.put("longmsg", verdict.details());
        root.put("perfdata", values);
        return Json.write(root);
    }
}
