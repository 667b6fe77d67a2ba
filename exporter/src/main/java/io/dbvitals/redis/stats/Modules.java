package io.dbvitals.redis.stats;

import io.dbvitals.redis.model.Family;
import io.dbvitals.redis.model.Gathering;
import io.dbvitals.redis.model.Info;
import io.dbvitals.redis.model.Pairs;
import io.dbvitals.redis.model.Readout;
import io.dbvitals.redis.model.Subject;
import java.util.ArrayList;
import java.util.List;

/** Loaded modules, from INFO's section Modules. */
public final class Modules implements Subject {
    private static final Family MODULE = Family.gauge("module_info", "Information about loaded Redis module");
    private static final List<String> LABELS = List.of("name", "ver", "api", "filters", "usedby", "using");

    @Override
    public String name() {
        return "redis_modules";
    }

    @Override
    public boolean applies(Info info) {
        return info.hasSection("modules");
    }

    @Override
    public void map(Readout readout, Gathering out) {
        for (Info.Field field : readout.info().section("modules")) {
            if (field.name().equals("module")) {
                Pairs module = Pairs.parse(field.value(), ',');
                List<String> labels = new ArrayList<>();
                LABELS.forEach(label -> labels.addAll(List.of(label, module.text(label))));
                out.add(MODULE, 1, out.labels(labels.toArray(String[]::new)));
            }
        }
    }
}
