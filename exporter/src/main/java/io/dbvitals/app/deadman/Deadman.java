package io.dbvitals.app.deadman;

import io.dbvitals.app.deadman.Pulse.State;
import io.dbvitals.app.deadman.tell.Addresses;
import io.dbvitals.app.deadman.tell.Channel;
import io.dbvitals.app.deadman.tell.LogChannel;
import io.dbvitals.app.deadman.tell.Post;
import io.dbvitals.app.deadman.tell.Program;
import io.dbvitals.app.deadman.tell.Teller;
import io.dbvitals.config.Config.Endpoint;
import io.dbvitals.config.Secret;
import io.dbvitals.config.yaml.ConfigException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the Watchdog, and raises the alarm when it stays away. */
public final class Deadman implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Deadman.class);
    private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PROGRAM_TIMEOUT = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 15_000;
    private static final long LOOK_MILLIS = 1_000;
    private static final int PARTS_OF_TIMEOUT = 5;

    private final BeatListener listener;
    private final ScheduledExecutorService threads;

    /**
     * What it waits for, and whom it tells.
     *
     * @param timeout without the alert, until the alarm
     * @param repeat while the alarm lasts
     * @param listen where it is shown how it is, and beats are taken unless {@code alertmanagers} are asked
     * @param token that those who send beats show, or that is shown to the Alertmanagers
     * @param program with its arguments; empty for none
     * @param webhook the address to post to
     * @param state file in which the state outlives a restart
     */
    public record Settings(
            Expected expected,
            Duration timeout,
            Duration repeat,
            Endpoint listen,
            Optional<Secret> token,
            List<URI> alertmanagers,
            List<String> program,
            Optional<Secret> webhook,
            Optional<Path> state) {
        public Settings {
            alertmanagers = List.copyOf(alertmanagers);
            program = List.copyOf(program);
        }
    }

    /** What one look has found; {@code text} says it. */
    public record Found(boolean alive, String text) {}

    private Deadman(BeatListener listener, ScheduledExecutorService threads) {
        this.listener = listener;
        this.threads = threads;
    }

    /** Reads the address of an Alertmanager. */
    public static URI alertmanager(String option, String text) throws ConfigException {
        return Addresses.http(option, text, true);
    }

    public static Deadman start(Settings settings) throws ConfigException {
        LongSupplier nanos = System::nanoTime;
        Optional<StateFile> file = settings.state().map(StateFile::new);
        State state = file.isPresent() ? file.get().read() : State.NEW;
        if (settings.webhook().isPresent()) {
            Addresses.http("the webhook", settings.webhook().get().read(), false);
        }
        if (settings.token().isPresent() && settings.token().get().read().isEmpty()) {
            throw new ConfigException("the file of the token is empty");
        }
        Pulse pulse = new Pulse(settings.timeout(), state, nanos, Clock.systemUTC()::instant);
        AtomicLong failures = new AtomicLong();
        List<Teller> tellers = channels(settings).stream()
                .map(channel -> new Teller(
                        channel, settings.repeat(), state.alarmingSince().isPresent(), nanos, failures))
                .toList();
        Telling telling = new Telling(pulse, settings.expected(), tellers, file, state);
        BeatListener listener = BeatListener.start(
                settings.listen(),
                new BeatListener.Sources(
                        pulse,
                        settings.expected(),
                        settings.alertmanagers().isEmpty(),
                        settings.token(),
                        failures::get));
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "deadman");
            thread.setDaemon(true);
            return thread;
        });
        long part = Math.max(1, settings.timeout().toMillis() / PARTS_OF_TIMEOUT);
        var unused =
                threads.scheduleWithFixedDelay(telling::look, 0, Math.min(LOOK_MILLIS, part), TimeUnit.MILLISECONDS);
        if (!settings.alertmanagers().isEmpty()) {
            List<AlertmanagerPoll> polls = polls(settings);
            unused = threads.scheduleWithFixedDelay(
                    () -> poll(polls, pulse), 0, Math.min(POLL_MILLIS, part), TimeUnit.MILLISECONDS);
        }
        logger.info(
                "waiting for {}; missed after {} s; told: {}",
                settings.expected(),
                settings.timeout().toSeconds(),
                String.join(", ", channels(settings).stream().map(Channel::name).toList()));
        return new Deadman(listener, threads);
    }

    /** Asks the Alertmanagers once. */
    public static Found once(Settings settings) throws InterruptedException {
        List<String> reasons = new ArrayList<>();
        for (AlertmanagerPoll poll : polls(settings)) {
            AlertmanagerPoll.Seen seen = poll.ask();
            if (seen.age().isPresent() && seen.age().get().compareTo(settings.timeout()) <= 0) {
                return new Found(
                        true,
                        settings.expected() + " was sent " + seen.age().get().toSeconds() + " s ago");
            }
            reasons.add(seen.age()
                    .map(age -> settings.expected() + " was last sent " + age.toSeconds() + " s ago")
                    .orElse(seen.why()));
        }
        return new Found(false, String.join("; ", reasons));
    }

    private static List<AlertmanagerPoll> polls(Settings settings) {
        HttpClient client = client();
        return settings.alertmanagers().stream()
                .map(address -> new AlertmanagerPoll(client, address, settings.token(), settings.expected()))
                .toList();
    }

    private static void poll(List<AlertmanagerPoll> polls, Pulse pulse) {
        try {
            List<String> reasons = new ArrayList<>();
            for (AlertmanagerPoll poll : polls) {
                AlertmanagerPoll.Seen seen = poll.ask();
                seen.age().ifPresent(pulse::beat);
                if (seen.age().isEmpty()) {
                    reasons.add(seen.why());
                }
            }
            if (reasons.size() == polls.size()) {
                pulse.none(String.join("; ", reasons));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            pulse.none("a fault of this program: " + e);
            logger.error("a fault of the program", e);
        }
    }

    private static List<Channel> channels(Settings settings) {
        List<Channel> channels = new ArrayList<>(List.of(new LogChannel()));
        if (!settings.program().isEmpty()) {
            channels.add(new Program(settings.program(), PROGRAM_TIMEOUT));
        }
        settings.webhook().ifPresent(url -> channels.add(new Post(client(), url, HTTP_TIMEOUT)));
        return channels;
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().connectTimeout(HTTP_TIMEOUT).build();
    }

    /** The one that the system chose where 0 was asked for. */
    public int port() {
        return listener.port();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        listener.close();
    }
}
