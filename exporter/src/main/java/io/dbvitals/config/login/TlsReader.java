package io.dbvitals.config.login;

import io.dbvitals.config.TlsConfig;
import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads how a connection is encrypted: a block {@code tls} in Prometheus's words, or libpq's {@code ssl…} keys. */
public final class TlsReader {
    private static final Map<String, TlsConfig.Mode> SSL_MODES = Map.of(
            "disable", TlsConfig.Mode.OFF,
            "allow", TlsConfig.Mode.OFF,
            "prefer", TlsConfig.Mode.OFF,
            "require", TlsConfig.Mode.TRUST,
            "verify-ca", TlsConfig.Mode.VERIFY_CA,
            "verify-full", TlsConfig.Mode.VERIFY_FULL);

    private final Path folder;
    private final Problems problems;

    public TlsReader(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /** The block {@code tls}; its presence asks for encryption, as {@code encrypted} does. */
    public TlsConfig block(MappingReader reader, boolean encrypted) {
        Optional<MappingReader> block = reader.mapping("tls");
        if (block.isEmpty()) {
            return encrypted ? TlsConfig.VERIFIED : TlsConfig.OFF;
        }
        MappingReader tls = block.get();
        boolean trusting = tls.bool("insecure_skip_verify").orElse(false);
        TlsConfig config = new TlsConfig(
                trusting ? TlsConfig.Mode.TRUST : TlsConfig.Mode.VERIFY_FULL,
                file(tls, "ca_file"),
                file(tls, "cert_file"),
                file(tls, "key_file"),
                Keys.given(tls, "server_name"));
        pair(tls, config, "cert_file", "key_file");
        tls.finish();
        return config;
    }

    /** {@code sslmode}, {@code sslrootcert}, {@code sslcert} and {@code sslkey}, as keys or as parameters of the url. */
    public TlsConfig libpq(MappingReader reader, Map<String, String> parameters) {
        Optional<String> mode = Keys.given(reader, "sslmode").or(() -> Optional.ofNullable(parameters.get("sslmode")));
        String text = mode.orElse("disable").toLowerCase(Locale.ROOT);
        if (!SSL_MODES.containsKey(text)) {
            problems.add(
                    reader.positionOf(reader.has("sslmode") ? "sslmode" : "url"),
                    "sslmode must be one of disable, require, verify-ca, verify-full");
        }
        TlsConfig config = new TlsConfig(
                SSL_MODES.getOrDefault(text, TlsConfig.Mode.OFF),
                file(reader, "sslrootcert").or(() -> file(parameters, "sslrootcert")),
                file(reader, "sslcert").or(() -> file(parameters, "sslcert")),
                file(reader, "sslkey").or(() -> file(parameters, "sslkey")),
                Optional.empty());
        pair(reader, config, "sslcert", "sslkey");
        return config;
    }

    private void pair(MappingReader reader, TlsConfig config, String cert, String key) {
        if (config.cert().isPresent() != config.key().isPresent()) {
            String present = config.cert().isPresent() ? cert : key;
            problems.add(
                    reader.positionOf(present),
                    "\"" + cert + "\" and \"" + key + "\" belong together; "
                            + List.of(cert, key).stream()
                                    .filter(each -> !each.equals(present))
                                    .findFirst()
                                    .orElseThrow()
                            + " is missing");
        }
    }

    private Optional<Path> file(MappingReader reader, String key) {
        return Keys.given(reader, key).map(folder::resolve);
    }

    private Optional<Path> file(Map<String, String> parameters, String key) {
        return Optional.ofNullable(parameters.get(key)).map(folder::resolve);
    }
}
