package io.dbvitals.app.change;

import io.dbvitals.config.Config;
import io.dbvitals.config.Config.Change;
import io.dbvitals.config.Config.Threshold;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.load.ConfigText;
import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.resource.Call;
import io.dbvitals.http.resource.Resource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The configuration in use as {@code config show} prints it, each threshold with where it comes from, pauses and the guard. */
public final class ConfigResource implements Resource {
    private final Steering steering;
    private final Supplier<Optional<String>> reloadFailure;

    /** {@code reloadFailure}: why the configuration on disk is not in use. */
    public ConfigResource(Steering steering, Supplier<Optional<String>> reloadFailure) {
        this.steering = steering;
        this.reloadFailure = reloadFailure;
    }

    @Override
    public Answer answer(Call call) {
        Config config = steering.config();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("configuration", ConfigText.of(config));
        answer.put("reload_failure", reloadFailure.get());
        answer.put("overrides_file", config.changes().file().map(Path::toString));
        List<Object> thresholds = new ArrayList<>();
        add(thresholds, config, "", config.thresholds());
        for (TargetConfig target : config.targets()) {
            add(thresholds, config, target.name(), target.thresholds());
        }
        answer.put("thresholds", thresholds);
        answer.putAll(StateText.of(steering));
        return Answer.json(200, answer);
    }

    private static void add(List<Object> thresholds, Config config, String target, Map<String, Threshold> all) {
        Map<String, Threshold> written = config.changes().written().getOrDefault(target, Map.of());
        new TreeMap<>(all).forEach((name, threshold) -> {
            Map<String, Object> block = new LinkedHashMap<>();
            block.put("name", name);
            block.put("target", target);
            block.putAll(ThresholdResource.numbers(Optional.of(threshold)));
            Optional<Change> change = config.changes().all().stream()
                    .filter(each -> each.target().equals(target) && each.name().equals(name))
                    .findFirst();
            block.put("origin", change.isPresent() ? "changed" : "configuration");
            if (change.isPresent()) {
                block.put("written", ThresholdResource.numbers(Optional.ofNullable(written.get(name))));
                block.put("by", change.get().by());
                block.put("at", change.get().at());
            }
            thresholds.add(block);
        });
    }
}
