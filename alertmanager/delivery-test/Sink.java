import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** All that was sent, by any channel. */
final class Sink {

    /** What a channel was sent. */
    record Message(String channel, String text, Instant at, Duration after) {
        @Override
        public String toString() {
            return "=== " + channel + " after " + after.toMillis() / 1000.0 + " s\n" + text + "\n";
        }
    }

    private final Instant start = Instant.now();
    private final List<Message> messages = new ArrayList<>();

    synchronized void add(String channel, String text) {
        Instant now = Instant.now();
        messages.add(new Message(channel, text, now, Duration.between(start, now)));
        notifyAll();
    }

    synchronized List<Message> all() {
        return List.copyOf(messages);
    }

    synchronized boolean await(Predicate<List<Message>> wanted, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!wanted.test(messages)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    Optional<Message> first(Predicate<Message> wanted, Duration longest) throws InterruptedException {
        await(messages -> messages.stream().anyMatch(wanted), longest);
        return all().stream().filter(wanted).findFirst();
    }
}
