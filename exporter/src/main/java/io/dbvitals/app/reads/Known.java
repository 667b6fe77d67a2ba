package io.dbvitals.app.reads;

import io.dbvitals.app.program.Program;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.http.answer.Listing;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.resource.Call;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which targets somebody asks about, by {@code ?database=}; all where it is not given. */
record Known(Set<String> wanted) {
    Known {
        wanted = Set.copyOf(wanted);
    }

    static Known of(Program program, Call call) throws Refusal {
        Set<String> wanted = call.parameters().all("database");
        for (String name : wanted) {
            require(program, name);
        }
        return new Known(wanted);
    }

    /** 404 with the names there are, where it is none of them. */
    static void require(Program program, String name) throws Refusal {
        List<String> names = program.config().get().targets().stream()
                .map(TargetConfig::name)
                .toList();
        if (!names.contains(name)) {
            throw new Refusal(404, "there is no such target; there are: " + Listing.of(names));
        }
    }

    boolean has(String name) {
        return wanted.isEmpty() || wanted.contains(name);
    }

    /** For the address of the next piece: names of targets need no encoding. */
    Map<String, String> parameters() {
        return wanted.size() == 1 ? Map.of("database", wanted.iterator().next()) : Map.of();
    }
}
