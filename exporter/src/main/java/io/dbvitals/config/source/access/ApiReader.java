package io.dbvitals.config.source.access;

import io.dbvitals.config.api.ApiConfig;
import io.dbvitals.config.login.Keys;
import io.dbvitals.config.source.TargetReader;
import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** Reads {@code api:}. No secret stands in it: of tokens it names the files. */
public final class ApiReader {
    private static final int MOST = 1_000_000;

    private final Path folder;

    /** @param folder from which relative files are meant */
    public ApiReader(Path folder) {
        this.folder = folder;
    }

    public ApiConfig read(MappingReader reader) {
        List<String> admins = reader.texts("admins");
        List<ApiConfig.Token> tokens = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlNode item : reader.items("tokens")) {
            MappingReader block = Keys.block(item, "an item of \"tokens\"", reader.problems());
            ApiConfig.Token token = token(block);
            if (!names.add(token.name())) {
                reader.problems().add(block.positionOf("name"), "the token \"" + token.name() + "\" is given twice");
            }
            tokens.add(token);
        }
        List<ApiConfig.Subject> subjects = new ArrayList<>();
        for (YamlNode item : reader.items("subjects")) {
            subject(Keys.block(item, "an item of \"subjects\"", reader.problems()))
                    .ifPresent(subjects::add);
        }
        Optional<ApiConfig.Anonymous> anonymous = reader.choice("anonymous", ApiConfig.Anonymous.class);
        ApiConfig.Limits limits =
                reader.mapping("rate_limit").map(ApiReader::limits).orElse(ApiConfig.Limits.STANDARD);
        reader.finish();
        return new ApiConfig(admins, tokens, subjects, anonymous, limits);
    }

    private ApiConfig.Token token(MappingReader reader) {
        String name = reader.requiredText("name");
        if (!name.isEmpty() && !TargetReader.NAME.matcher(name).matches()) {
            reader.problems()
                    .add(
                            reader.positionOf("name"),
                            "the token \"" + name + "\" must be letters, digits, \"_\", \".\" and \"-\"");
        }
        ApiConfig.Role role = role(reader);
        Path file = folder.resolve(reader.requiredText("file"));
        if (reader.entries().stream().anyMatch(entry -> entry.key().text().equals("token"))) {
            reader.problems()
                    .add(
                            reader.positionOf("token"),
                            "a token does not stand in the configuration; write it to a file and name that by \"file\"");
        } else {
            reader.finish();
        }
        return new ApiConfig.Token(name, role, file);
    }

    private static Optional<ApiConfig.Subject> subject(MappingReader reader) {
        String name = reader.requiredText("subject");
        ApiConfig.Role role = role(reader);
        reader.finish();
        try {
            return name.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ApiConfig.Subject(new X500Principal(name), role));
        } catch (IllegalArgumentException e) {
            reader.problems()
                    .add(
                            reader.positionOf("subject"),
                            "\"subject\" must be the name in a certificate, such as \"CN=ops,O=Example\"; openssl x509 -in"
                                    + " FILE -noout -subject -nameopt RFC2253 shows it");
            return Optional.empty();
        }
    }

    /** Without one, it may look. */
    private static ApiConfig.Role role(MappingReader reader) {
        return reader.choice("role", ApiConfig.Role.class).orElse(ApiConfig.Role.VIEWER);
    }

    private static ApiConfig.Limits limits(MappingReader reader) {
        ApiConfig.Limits standard = ApiConfig.Limits.STANDARD;
        ApiConfig.Limits limits = new ApiConfig.Limits(
                Keys.bounded(reader, "changes_per_minute", standard.changes(), MOST),
                Keys.bounded(reader, "all_changes_per_minute", standard.allChanges(), MOST),
                Keys.bounded(reader, "reads_per_minute", standard.reads(), MOST),
                Keys.bounded(reader, "failed_logins_per_minute", standard.failedLogins(), MOST));
        reader.finish();
        return limits;
    }
}
