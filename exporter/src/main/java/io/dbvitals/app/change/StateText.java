package io.dbvitals.app.change;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is paused and how the guard is, as answers tell it. */
final class StateText {
    private StateText() {}

    static Map<String, Object> of(Steering steering) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("paused", steering.pauses().stream().map(StateText::pause).toList());
        Steering.GuardState guard = steering.guard();
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("enabled", guard.enabled());
        block.put("acts", guard.acts());
        block.put("running", guard.running());
        block.put("stopped_by", guard.stoppedBy());
        state.put("guard", block);
        return state;
    }

    private static Map<String, Object> pause(Pause pause) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("target", pause.target());
        block.put("until", pause.until());
        block.put("by", pause.by());
        return block;
    }
}
