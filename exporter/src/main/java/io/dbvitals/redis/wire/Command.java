package io.dbvitals.redis.wire;

import java.util.List;

/**
 * One question to the server.
 *
 * @param label how it is named to users, such as {@code CONFIG GET}: never with keys or other arguments
 * @param database that must be selected; {@link #ANY} where it does not matter
 */
public record Command(String label, int database, List<String> words) {
    public static final int ANY = -1;

    public Command {
        words = List.copyOf(words);
    }

    /** {@code label} is also what is sent first, word by word. */
    public static Command of(String label, String... arguments) {
        return in(ANY, label, arguments);
    }

    /** About a key of that database. */
    public static Command in(int database, String label, String... arguments) {
        List<String> words = new java.util.ArrayList<>(List.of(label.split(" ")));
        words.addAll(List.of(arguments));
        return new Command(label, database, words);
    }
}
