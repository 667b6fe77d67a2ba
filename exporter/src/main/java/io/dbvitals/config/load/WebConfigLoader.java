package io.dbvitals.config.load;

import io.dbvitals.config.WebConfig;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.Suggestion;
import io.dbvitals.config.yaml.YamlFile;
import io.dbvitals.config.yaml.YamlNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a {@code web-config.yml} of the exporter toolkit; paths in it are relative to its own folder. */
public final class WebConfigLoader {
    private static final List<String> CLIENT_AUTH = List.of(
            "NoClientCert",
            "RequestClientCert",
            "RequireAnyClientCert",
            "VerifyClientCertIfGiven",
            "RequireAndVerifyClientCert");
    private static final List<String> VERSIONS = List.of("TLS10", "TLS11", "TLS12", "TLS13");
    private static final List<String> CURVES =
            List.of("CurveP256", "CurveP384", "CurveP521", "X25519", "X25519MLKEM768");
    private static final List<String> HEADERS = List.of(
            "Content-Security-Policy",
            "Strict-Transport-Security",
            "X-Content-Type-Options",
            "X-Frame-Options",
            "X-XSS-Protection");
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(0[4-9]|[12]\\d|3[01])\\$[./A-Za-z0-9]{53}");

    private final Path folder;
    private final Problems problems = new Problems();

    private WebConfigLoader(Path folder) {
        this.folder = folder;
    }

    /** An empty file is plain HTTP, open to all. */
    public static WebConfig load(Path file) throws ConfigException {
        Optional<YamlNode> root = YamlFile.read(file);
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
        return root.isEmpty() ? WebConfig.OPEN : new WebConfigLoader(folder).read(root.get());
    }

    private WebConfig read(YamlNode root) throws ConfigException {
        MappingReader reader = MappingReader.of(root, "the web configuration", problems);
        Optional<WebConfig.Tls> tls = reader.mapping("tls_server_config").flatMap(this::tls);
        Optional<MappingReader> http = reader.mapping("http_server_config");
        boolean http2 = http.flatMap(r -> r.bool("http2")).orElse(true);
        Map<String, String> headers =
                http.flatMap(r -> r.mapping("headers")).map(this::headers).orElse(Map.of());
        http.ifPresent(MappingReader::finish);
        Map<String, String> users =
                reader.mapping("basic_auth_users").map(this::users).orElse(Map.of());
        Optional<WebConfig.RateLimit> limit = reader.mapping("rate_limit").flatMap(this::rateLimit);
        reader.finish();
        problems.throwIfAny();
        return new WebConfig(tls, users, headers, http2, limit);
    }

    private Optional<WebConfig.Tls> tls(MappingReader reader) {
        for (String key : List.of("cert", "key", "client_ca")) {
            if (reader.has(key)) {
                problems.add(
                        reader.positionOf(key),
                        "\"" + key + "\" inside the file is not supported by this version; write the PEM text to a file"
                                + " and name it by \"" + key + "_file\"");
            }
        }
        Optional<Path> certificate = file(reader, "cert_file");
        Optional<Path> key = file(reader, "key_file");
        Optional<Path> clientCa = file(reader, "client_ca_file");
        String clientAuth = oneOf(reader, "client_auth_type", CLIENT_AUTH, "NoClientCert");
        List<String> sans = reader.texts("client_allowed_sans");
        String min = oneOf(reader, "min_version", VERSIONS, "TLS12");
        String max = oneOf(reader, "max_version", VERSIONS, "TLS13");
        List<String> ciphers = reader.texts("cipher_suites");
        List<String> curves = curves(reader);
        boolean preferServer = reader.bool("prefer_server_cipher_suites").orElse(true);
        reader.finish();
        boolean verified = clientAuth.contains("Verify");
        if (verified && clientCa.isEmpty() && !reader.has("client_ca_file")) {
            problems.add(reader.positionOf("client_auth_type"), clientAuth + " needs \"client_ca_file\"");
        }
        if (clientCa.isPresent() && clientAuth.equals("NoClientCert")) {
            problems.add(
                    reader.positionOf("client_ca_file"),
                    "\"client_ca_file\" has no effect without \"client_auth_type\", such as RequireAndVerifyClientCert");
        }
        if (!sans.isEmpty() && !verified) {
            problems.add(
                    reader.positionOf("client_allowed_sans"),
                    "\"client_allowed_sans\" needs client_auth_type: RequireAndVerifyClientCert");
        }
        if (VERSIONS.indexOf(min) > VERSIONS.indexOf(max)) {
            problems.add(reader.positionOf("min_version"), "\"min_version\" is above \"max_version\"");
        }
        for (String needed : List.of("cert_file", "key_file")) {
            if (!reader.has(needed) && !reader.has(needed.replace("_file", ""))) {
                problems.add(reader.position(), "\"" + needed + "\" is missing; TLS needs a certificate and its key");
            }
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new WebConfig.Tls(
                certificate.get(), key.get(), clientAuth, clientCa, sans, min, max, ciphers, curves, preferServer));
    }

    private Optional<Path> file(MappingReader reader, String key) {
        Optional<Path> path = reader.text(key).map(folder::resolve);
        if (path.isPresent() && !Files.isReadable(path.get())) {
            problems.add(
                    reader.positionOf(key),
                    "\"" + key + "\": " + path.get()
                            + (Files.exists(path.get()) ? " cannot be read" : " does not exist"));
        }
        return path;
    }

    private String oneOf(MappingReader reader, String key, List<String> values, String byDefault) {
        String text = reader.text(key, byDefault);
        if (!values.contains(text)) {
            problems.add(
                    reader.positionOf(key),
                    "\"" + key + "\" cannot be \"" + text + "\"" + Suggestion.of(text, values) + "; it is one of "
                            + String.join(", ", values));
        }
        return text;
    }

    private List<String> curves(MappingReader reader) {
        for (YamlNode.Scalar curve : reader.scalars("curve_preferences")) {
            if (!CURVES.contains(curve.text())) {
                problems.add(
                        curve.position(),
                        "unknown curve \"" + curve.text() + "\"" + Suggestion.of(curve.text(), CURVES) + "; known are "
                                + String.join(", ", CURVES));
            }
        }
        return reader.texts("curve_preferences");
    }

    private Map<String, String> headers(MappingReader reader) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : HEADERS) {
            reader.text(name).ifPresent(value -> headers.put(name, value));
        }
        reader.finish();
        return headers;
    }

    private Map<String, String> users(MappingReader reader) {
        Map<String, String> users = new LinkedHashMap<>();
        for (YamlNode.Entry entry : reader.entries()) {
            String user = entry.key().text();
            String hash = reader.text(user).orElse("");
            if (user.isEmpty() || user.contains(":")) {
                problems.add(entry.key().position(), "a user name must not be empty or contain \":\"");
            }
            if (BCRYPT.matcher(hash).matches()) {
                users.put(user, hash);
            } else {
                // The text is not quoted: it may be the password itself.
                problems.add(
                        entry.value().position(),
                        "the password of \"" + user + "\" must be a bcrypt hash ($2a$, $2b$ or $2y$), as"
                                + " htpasswd -nBC 10 " + user + " prints it");
            }
        }
        reader.finish();
        return users;
    }

    private Optional<WebConfig.RateLimit> rateLimit(MappingReader reader) {
        Duration interval = reader.duration("interval").orElse(Duration.ZERO);
        int burst = reader.integer("burst").orElse(0);
        reader.finish();
        if (burst < 0) {
            problems.add(reader.positionOf("burst"), "\"burst\" must not be negative");
        }
        // As in the exporter toolkit, an interval of zero switches the limit off.
        return interval.isZero()
                ? Optional.empty()
                : Optional.of(new WebConfig.RateLimit(interval, Math.max(1, burst)));
    }
}
