package io.dbvitals.app.diagnosis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.TlsConfig;
import io.dbvitals.diagnosis.Finding;
import io.dbvitals.diagnosis.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults that come before any server, for each kind of target. */
class PortsIT {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    /** Makes a target of one kind. */
    interface Kind {
        TargetConfig.Source at(String host, int port, Secret password);
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                (host, port, password) -> new TargetConfig.Postgres(
                        host,
                        port,
                        "app",
                        "dbvitals",
                        password,
                        Map.of(),
                        1,
                        LIMIT,
                        LIMIT,
                        LIMIT,
                        "",
                        TargetConfig.Databases.ONE),
                (host, port, password) -> new MySqlConfig(
                        host,
                        port,
                        "",
                        "dbvitals",
                        password,
                        TlsConfig.OFF,
                        Map.of(),
                        1,
                        LIMIT,
                        LIMIT,
                        LIMIT,
                        Optional.empty()),
                (host, port, password) -> new RedisConfig(
                        host, port, "", password, TlsConfig.OFF, LIMIT, LIMIT, RedisConfig.Options.DEFAULT),
                (host, port, password) ->
                        new PgBouncerConfig(host, port, "pgbouncer", "stats", password, TlsConfig.OFF, LIMIT, LIMIT));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void unreadablePasswordFile_stopsAtConfiguration(Kind kind) throws Exception {
        Finding finding = Climb.of(kind.at("127.0.0.1", 1, new Secret.File(Path.of("/nowhere/password"))))
                .stopsAt(Step.CONFIGURATION);
        assertThat(finding.text()).contains("/nowhere/password cannot be read");
        assertThat(finding.remedies().get(0)).contains("readable", System.getProperty("user.name"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void unknownHost_stopsAtDns(Kind kind) throws Exception {
        Finding finding =
                Climb.of(kind.at("no-such-host.invalid", 1, Secret.NONE)).stopsAt(Step.DNS);
        assertThat(finding.text()).isEqualTo("the name no-such-host.invalid is not known");
        assertThat(finding.remedies()).anyMatch(remedy -> remedy.contains("getent hosts no-such-host.invalid"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void closedPort_stopsAtTcp(Kind kind) throws Exception {
        int port = Climb.closedPort();
        Finding finding = Climb.of(kind.at("127.0.0.1", port, Secret.NONE)).stopsAt(Step.TCP);
        assertThat(finding.text()).startsWith("127.0.0.1:" + port + ": Connection refused");
        assertThat(finding.remedies().get(0)).contains("start the server");
        assertThat(finding.remedies().get(1)).containsPattern("listen_addr|bind");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void webServer_isNamed(Kind kind) throws Exception {
        com.sun.net.httpserver.HttpServer web = com.sun.net.httpserver.HttpServer.create(
                new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.start();
        try {
            Finding finding = Climb.of(kind.at("127.0.0.1", web.getAddress().getPort(), Secret.NONE))
                    .stopsAt(Step.TLS);
            assertThat(finding.text()).contains(" is no ", "it is a web server (HTTP)");
            assertThat(finding.remedies().get(0)).contains("correct host and port");
        } finally {
            web.stop(0);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void serverThatSpeaksFirst_isNamed(Kind kind) throws Exception {
        try (ServerSocket ssh = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> banner(ssh), "banner");
            thread.setDaemon(true);
            thread.start();
            Finding finding = Climb.of(kind.at("127.0.0.1", ssh.getLocalPort(), Secret.NONE))
                    .stopsAt(Step.TLS);
            assertThat(finding.text()).contains("it is an SSH server");
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void silentPort_isGivenUp(Kind kind) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Finding finding = Climb.of(kind.at("127.0.0.1", silent.getLocalPort(), Secret.NONE))
                    .stopsAt(Step.TLS);
            assertThat(finding.text()).contains("accepts connections but says nothing within 3 s");
            assertThat(finding.remedies()).hasSize(3).first().asString().contains("the server hangs");
        }
    }

    /** No route leads to addresses that are for documentation only; some networks say so, others drop what is sent. */
    @Test
    void addressOfNobody_stopsAtTcp() throws Exception {
        Kind postgres = kinds().findFirst().orElseThrow();
        Finding finding = Climb.of(postgres.at("192.0.2.1", 5432, Secret.NONE)).stopsAt(Step.TCP);
        assertThat(finding.remedies()).isNotEmpty();
    }

    @Test
    void severalTargets_areTriedAtTheSameTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            List<Kind> all = kinds().toList();
            long began = System.nanoTime();
            List<Climb> climbs = io.dbvitals.diagnosis.AtOnce.each(
                    java.util.stream.IntStream.range(0, 20).boxed().toList(),
                    i -> Climb.of(all.get(i % all.size()).at("127.0.0.1", silent.getLocalPort(), Secret.NONE)));
            assertThat(climbs).hasSize(20).allSatisfy(climb -> climb.stopsAt(Step.TLS));
            // One after the other they would take a minute at least.
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
        }
    }

    private static void banner(ServerSocket listener) {
        try {
            while (true) {
                Socket client = listener.accept();
                client.getOutputStream().write("SSH-2.0-OpenSSH_9.9\r\n".getBytes(US_ASCII));
                client.getOutputStream().flush();
            }
        } catch (IOException e) {
            return;
        }
    }
}
