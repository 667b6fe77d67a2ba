package io.dbvitals.demo.bench.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How an exporter is started.
 *
 * @param words its program and options; the last one is completed by the address to listen on
 * @param environment variables beside those of this process
 */
public record Launch(List<String> words, Map<String, String> environment) {
    public Launch {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /** The words, with the address of this port. */
    public List<String> listeningOn(int port) {
        List<String> command = new ArrayList<>(words);
        command.set(words.size() - 1, words.get(words.size() - 1) + "127.0.0.1:" + port);
        return command;
    }
}
