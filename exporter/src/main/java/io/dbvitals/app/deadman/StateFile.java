package io.dbvitals.app.deadman;

import io.dbvitals.app.deadman.Pulse.State;
import io.dbvitals.config.json.Json;
import io.dbvitals.config.json.JsonNode;
import io.dbvitals.config.yaml.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What outlives a restart: when the alert was last seen, and whether it is missed. */
final class StateFile {
    private final Path file;

    StateFile(Path file) {
        this.file = file;
    }

    /** A file that is missing is empty; one that cannot be understood is an error, as an alarm may stand in it. */
    State read() throws ConfigException {
        try {
            JsonNode node = JsonNode.parse(Files.readString(file));
            return new State(instant(node, "last_seen"), instant(node, "alarming_since"));
        } catch (NoSuchFileException e) {
            return State.NEW;
        } catch (IOException e) {
            throw new ConfigException("the state file " + file + " cannot be read: " + e, e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new ConfigException(
                    "the state file " + file + " is damaged: " + e.getMessage() + "; remove it to begin anew", e);
        }
    }

    private static Optional<Instant> instant(JsonNode node, String name) {
        return Optional.of(node.text(name)).filter(text -> !text.isEmpty()).map(Instant::parse);
    }

    /** In one go: it is never half written. */
    void write(State state) throws IOException {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("last_seen", state.lastSeen());
        content.put("alarming_since", state.alarmingSince());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, Json.write(content) + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
