package io.dbvitals.app.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TlsConfig;
import io.dbvitals.diagnosis.Finding;
import io.dbvitals.diagnosis.Step;
import io.dbvitals.http.Pki;
import io.dbvitals.testing.TestRedis;
import java.nio.file.Path;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Each fault of a Redis server that has a meaning there, on a real one. */
class RedisLadderIT {
    @TempDir
    private Path folder;

    @Test
    void goodServer_isWell() throws Exception {
        try (TestRedis redis = TestRedis.start()) {
            Climb.of(redis.config())
                    .isWell()
                    .says(Step.AUTHENTICATION, "the default user")
                    .says(Step.DATABASE, "the data set is loaded")
                    .says(Step.QUERY, "Redis 6.", "a master", "INFO takes");
        }
    }

    @Test
    void passwords_areMissingWrongAndTooMany() throws Exception {
        try (TestRedis locked = TestRedis.withPassword("s3cret");
                TestRedis open = TestRedis.start()) {
            assertThat(Climb.of(locked.config())
                            .stopsAt(Step.AUTHENTICATION)
                            .remedies()
                            .get(0))
                    .contains("give the target the server's password");
            Finding wrong = Climb.of(locked.config("", new Secret.Literal("s3cret-but-wrong")))
                    .stopsAt(Step.AUTHENTICATION);
            assertThat(wrong.text()).contains("WRONGPASS");
            assertThat(wrong.remedies().get(0)).contains("ACL LIST");
            Climb.of(locked.config("", new Secret.Literal("s3cret"))).isWell();
            assertThat(Climb.of(open.config("", new Secret.Literal("s3cret")))
                            .stopsAt(Step.AUTHENTICATION)
                            .remedies()
                            .get(0))
                    .contains("take it out of the target");
        }
    }

    @Test
    void missingRights_areNamedWithTheCommandThatGivesThem() throws Exception {
        try (TestRedis redis = TestRedis.start()) {
            redis.call("ACL", "SETUSER", "plain", "on", ">s3cret", "+info", "+ping");
            Finding finding = Climb.of(redis.config("plain", new Secret.Literal("s3cret")))
                    .warnsAt(Step.PRIVILEGES);
            assertThat(finding.remedies().get(0))
                    .startsWith("ACL SETUSER plain +config|get +slowlog|len +latency|latest");
            redis.call("ACL", "SETUSER", "plain", "+config|get", "+slowlog|len", "+latency|latest");
            Climb.of(redis.config("plain", new Secret.Literal("s3cret"))).isWell();
            redis.call("ACL", "SETUSER", "plain", "-info");
            assertThat(Climb.of(redis.config("plain", new Secret.Literal("s3cret")))
                            .stopsAt(Step.PRIVILEGES)
                            .remedies()
                            .get(0))
                    .startsWith("ACL SETUSER plain +info");
        }
    }

    @Test
    void clientsThatRanOut_stopAtAuthentication() throws Exception {
        try (TestRedis redis = TestRedis.start()) {
            redis.call("CONFIG", "SET", "maxclients", "1");
            try (Jedis only = Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> pinged(redis), Optional::isPresent)
                    .orElseThrow()) {
                assertThat(only.isConnected()).isTrue();
                Finding finding = Climb.of(redis.config()).stopsAt(Step.AUTHENTICATION);
                assertThat(finding.text()).contains("max number of clients reached");
                assertThat(finding.remedies().get(0)).contains("CONFIG SET maxclients");
            }
        }
    }

    /** Refused while the server has not yet noticed that the client before has gone. */
    private static Optional<Jedis> pinged(TestRedis redis) {
        Jedis client = redis.connect();
        client.ping();
        return Optional.of(client);
    }

    @Test
    void replicaWithoutMaster_stopsAtTheDataSet() throws Exception {
        try (TestRedis redis = TestRedis.start(
                "--replicaof", "127.0.0.1", String.valueOf(Climb.closedPort()), "--replica-serve-stale-data", "no")) {
            Finding finding = Climb.of(redis.config()).stopsAt(Step.DATABASE);
            assertThat(finding.text()).contains("MASTERDOWN");
            assertThat(finding.remedies().get(0)).contains("replica-serve-stale-data");
        }
    }

    @Test
    void frozenServer_isGivenUp() throws Exception {
        try (TestRedis redis = TestRedis.start()) {
            redis.signal("STOP");
            try {
                assertThat(Climb.of(redis.config()).stopsAt(Step.TLS).remedies().get(0))
                        .contains("hangs or is stopped");
            } finally {
                redis.signal("CONT");
            }
        }
    }

    @Test
    void tls_mustBeOnBothSidesOrNone() throws Exception {
        Pki pki = new Pki(folder);
        pki.sign("redis", "RSA", "dns:redis.example");
        pki.sign("client", "EC", "dns:client.example");
        pki.selfSign("other", "dns:other");
        Path ca = pki.certificate("ca", "ca.crt");
        Optional<Path> cert = Optional.of(pki.certificate("client", "client.crt"));
        Optional<Path> key = Optional.of(pki.key("client", "client.key"));
        Path stranger = pki.certificate("other", "other.crt");
        try (TestRedis redis = TestRedis.tls(pki.certificate("redis", "redis.crt"), pki.key("redis", "redis.key"), ca);
                TestRedis plain = TestRedis.start()) {
            Finding wanted = Climb.of(redis.config()).stopsAt(Step.TLS);
            assertThat(wanted.text()).contains("speaks nothing but TLS", "certificate for redis.example");
            assertThat(wanted.remedies().get(0)).contains("rediss:// instead of redis://");
            Finding offered = Climb.of(with(plain, tls(ca, cert, key))).stopsAt(Step.TLS);
            assertThat(offered.text()).contains("speaks no TLS");
            assertThat(offered.remedies().get(0)).contains("tls-port");
            Climb.of(with(redis, tls(ca, cert, key))).warnsAt(Step.TLS);
            assertThat(Climb.of(with(redis, tls(stranger, cert, key)))
                            .stopsAt(Step.TLS)
                            .text())
                    .contains("signed by CN=ca, who is not trusted");
            Climb nameless = Climb.of(with(redis, tls(ca, Optional.empty(), Optional.empty())));
            assertThat(nameless.diagnosis()
                            .trouble()
                            .orElseThrow()
                            .finding()
                            .remedies()
                            .toString())
                    .contains("cert_file and key_file");
        }
    }

    private static TlsConfig tls(Path ca, Optional<Path> cert, Optional<Path> key) {
        return new TlsConfig(TlsConfig.Mode.VERIFY_FULL, Optional.of(ca), cert, key, Optional.of("redis.example"));
    }

    private static RedisConfig with(TestRedis redis, TlsConfig tls) {
        return redis.config("", Secret.NONE, tls, RedisConfig.Options.DEFAULT);
    }
}
