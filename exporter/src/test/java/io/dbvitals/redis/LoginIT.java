package io.dbvitals.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.RedisPasswords;
import io.dbvitals.config.Secret;
import io.dbvitals.testing.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginIT {
    private static final String PASSWORD = "s3cret-of-all";

    @TempDir
    private Path folder;

    @Test
    void wrongPassword_isDeniedAndNotTriedAgainAtOnce() {
        try (TestRedis redis = TestRedis.withPassword(PASSWORD);
                Scrape scrape = Scrape.of(redis.config("", new Secret.Literal("wr0ng")))) {
            scrape.down("denied");
            assertThat(Failures.of(scrape))
                    .contains(redis.address(), "WRONGPASS", "check user and password", "tried again in")
                    .doesNotContain("wr0ng");
            double refused = redis.info("total_error_replies");
            assertThat(refused).isPositive();
            scrape.down("denied");
            scrape.down("denied");
            assertThat(redis.info("total_error_replies")).isEqualTo(refused);
            assertThat(scrape.page()).doesNotContain("wr0ng");
        }
    }

    @Test
    void missingPassword_isDeniedWithTheRemedy() {
        try (TestRedis redis = TestRedis.withPassword(PASSWORD);
                Scrape scrape = Scrape.of(redis.config())) {
            scrape.down("denied");
            assertThat(Failures.of(scrape)).contains("NOAUTH", "password_file");
        }
    }

    @Test
    void passwordThatNobodyAskedFor_isDeniedWithTheServersWords() {
        try (TestRedis redis = TestRedis.start();
                Scrape scrape = Scrape.of(redis.config("", new Secret.Literal(PASSWORD)))) {
            scrape.down("denied");
            assertThat(Failures.of(scrape))
                    .contains("without any password configured")
                    .doesNotContain(PASSWORD);
        }
    }

    @Test
    void rotatedPassword_isReadAnewFromItsFile() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        try (TestRedis redis = TestRedis.withPassword(PASSWORD);
                Scrape scrape = Scrape.of(redis.config("", new Secret.File(file)))) {
            scrape.samples();
            Files.writeString(file, "n0t-yet");
            scrape.samples();
            redis.kill();
            redis.startAgain();
            scrape.down("denied");
            Files.writeString(file, PASSWORD);
            scrape.samples();
        }
    }

    @Test
    void passwordOfTheMap_isThatOfTheServerAndUser() throws IOException {
        try (TestRedis redis = TestRedis.withPassword(PASSWORD)) {
            redis.call("ACL", "SETUSER", "watch", "on", ">of-watch", "+@all", "~*");
            Path map = Files.writeString(
                    folder.resolve("passwords.json"),
                    "{\"redis://" + redis.address() + "\": \"" + PASSWORD + "\", \"redis://watch@" + redis.address()
                            + "\": \"of-watch\"}");
            try (Scrape ofDefault =
                            Scrape.of(redis.config("", new RedisPasswords(map, "127.0.0.1", redis.port(), "")));
                    Scrape ofWatch = Scrape.of(
                            redis.config("watch", new RedisPasswords(map, "127.0.0.1", redis.port(), "watch")));
                    Scrape ofNobody = Scrape.of(
                            redis.config("nobody", new RedisPasswords(map, "127.0.0.1", redis.port(), "nobody")))) {
                ofDefault.samples();
                ofWatch.samples();
                assertThat(redis.call("CLIENT", "LIST")).contains("user=watch", "name=dbvitals");
                ofNobody.down("denied");
                assertThat(Failures.of(ofNobody)).contains("has no entry redis://nobody@");
            }
        }
    }
}
