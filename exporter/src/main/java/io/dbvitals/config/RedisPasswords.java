package io.dbvitals.config;

import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.YamlFile;
import io.dbvitals.config.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The password that redis_exporter's password file holds for a server, looked up anew each time: a JSON object from
 * {@code redis://user@host:port} to the password.
 */
public record RedisPasswords(Path path, String host, int port, String user) implements Secret {
    @Override
    public String read() throws ConfigException {
        Optional<YamlNode> root = YamlFile.read(path);
        if (root.isPresent() && root.get() instanceof YamlNode.Mapping mapping) {
            String at = user.isEmpty() ? "" : user + "@";
            for (String scheme : List.of("redis://", "rediss://", "valkey://", "valkeys://", "")) {
                String wanted = scheme + at + host + ":" + port;
                for (YamlNode.Entry entry : mapping.entries()) {
                    if (entry.key().text().equals(wanted) && entry.value() instanceof YamlNode.Scalar password) {
                        return password.text();
                    }
                }
            }
        }
        throw new ConfigException("the password file " + path + " has no entry redis://"
                + (user.isEmpty() ? "" : user + "@") + host + ":" + port);
    }
}
