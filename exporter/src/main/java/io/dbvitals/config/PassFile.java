package io.dbvitals.config;

import io.dbvitals.config.yaml.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The password that libpq's password file ({@code ~/.pgpass}) holds for a connection, looked up anew each time. Its lines are
 * {@code host:port:database:user:password}; a field may be {@code *}, and a backslash keeps the next character as it is.
 */
public record PassFile(Path path, String host, int port, String database, String user) implements Secret {
    /** Empty when the file cannot be read or has no line for that connection. */
    public static Optional<Secret> find(Path path, String host, int port, String database, String user) {
        PassFile found = new PassFile(path, host, port, database, user);
        try {
            return found.lookUp().map(password -> found);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public String read() throws ConfigException {
        try {
            return lookUp().orElseThrow(() -> new ConfigException("the password file " + path + " has no line for "
                    + user + "@" + host + ":" + port + "/" + database));
        } catch (IOException e) {
            throw new ConfigException(
                    "the password file " + path + " cannot be read: "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }

    private Optional<String> lookUp() throws IOException {
        List<String> wanted = List.of(host, String.valueOf(port), database, user);
        for (String line : Files.readAllLines(path)) {
            List<String> fields = line.startsWith("#") ? List.of() : fields(line);
            if (fields.size() == 5 && matches(fields, wanted)) {
                return Optional.of(fields.get(4));
            }
        }
        return Optional.empty();
    }

    private static boolean matches(List<String> fields, List<String> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!fields.get(i).equals("*") && !fields.get(i).equals(wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Five fields at most; a colon in the password needs no backslash. */
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                field.append(line.charAt(++i));
            } else if (c == ':' && fields.size() < 4) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
