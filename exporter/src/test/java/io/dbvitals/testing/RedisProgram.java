package io.dbvitals.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/** Where the programs are that {@link TestRedis} runs. */
final class RedisProgram {
    private static final String OF_THE_SYSTEM = "redis-server";

    private RedisProgram() {}

    /** Redis 6.2, from a Maven artifact; needs nothing but OpenSSL 3 on the machine. */
    static String embedded() {
        return Unpacked.PROGRAM;
    }

    /** Redis 7 or newer; where there is none, the test is skipped unless {@code services.required} names it. */
    static String ofTheSystem() {
        if (!List.of(System.getProperty("services.required", "").split(",", -1)).contains(OF_THE_SYSTEM)) {
            assumeThat(installed()).as("Redis 7 or newer is installed").isTrue();
        }
        return OF_THE_SYSTEM;
    }

    private static boolean installed() {
        try {
            Process version = new ProcessBuilder(OF_THE_SYSTEM, "--version").start();
            String said = new String(version.getInputStream().readAllBytes(), UTF_8);
            return !said.matches("(?s).*v=[0-6]\\..*");
        } catch (IOException e) {
            return false;
        }
    }

    /** Once for all tests of the process. */
    private static final class Unpacked {
        private static final String PROGRAM = unpack();

        private static String unpack() {
            try {
                return ExecutableProvider.newJarResourceProvider().get().getPath();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
