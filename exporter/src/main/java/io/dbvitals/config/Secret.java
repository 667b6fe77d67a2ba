package io.dbvitals.config;

import io.dbvitals.config.yaml.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A password or token. It is read when it is needed, so that a rotated one is found, and it never prints itself. */
public sealed interface Secret permits Secret.Literal, Secret.File, Secret.Command, PassFile, RedisPasswords {
    /** There is none. */
    Secret NONE = new Literal("");

    /** The secret as it is now; a file or command that cannot be read is an error that names it and not its content. */
    String read() throws ConfigException;

    /** From an interpolated value, a URL or a variable. */
    record Literal(String value) implements Secret {
        @Override
        public String read() {
            return value;
        }

        @Override
        public String toString() {
            return value.isEmpty() ? "" : "***";
        }
    }

    /** The file's text without trailing line ends, read anew each time. */
    record File(Path path) implements Secret {
        @Override
        public String read() throws ConfigException {
            try {
                return Files.readString(path).stripTrailing();
            } catch (IOException e) {
                throw new ConfigException(
                        "the password file " + path + " cannot be read: "
                                + e.getClass().getSimpleName(),
                        e);
            }
        }
    }

    /** What a program prints, without trailing line ends; run anew each time, for at most ten seconds. */
    record Command(List<String> words) implements Secret {
        private static final int TIMEOUT_SECONDS = 10;

        public Command {
            words = List.copyOf(words);
        }

        @Override
        public String read() throws ConfigException {
            Process process;
            try {
                process = new ProcessBuilder(words)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                throw new ConfigException("the password command " + words.get(0) + " cannot be started", e);
            }
            try {
                process.getOutputStream().close();
                if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                    throw new ConfigException("the password command " + words.get(0) + " did not end within 10 s");
                }
                String output = new String(process.getInputStream().readNBytes(65_536), StandardCharsets.UTF_8);
                if (process.exitValue() != 0) {
                    throw new ConfigException(
                            "the password command " + words.get(0) + " ended with status " + process.exitValue());
                }
                return output.stripTrailing();
            } catch (IOException e) {
                throw new ConfigException("the password command " + words.get(0) + " cannot be read", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ConfigException("the password command " + words.get(0) + " was interrupted", e);
            } finally {
                process.destroyForcibly();
            }
        }

        @Override
        public String toString() {
            return words.get(0) + " …";
        }
    }
}
