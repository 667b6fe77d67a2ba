package io.dbvitals.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.api.ApiConfig;
import io.dbvitals.config.api.ApiConfig.Anonymous;
import io.dbvitals.config.api.ApiConfig.Role;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.testing.Written;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every key of {@code api:}: its default, its full form, and what is wrong with it. */
class ApiKeysTest {
    static final Set<String> SECTIONS = Set.of("api", "token", "subject", "rate_limit");

    private static final String FULL = """
            admins: [alice, bob]
            tokens:
              - {name: deploy, role: admin, file: token}
              - {name: grafana, file: /run/secrets/grafana}
            subjects: [{subject: "cn=ops, O=Example", role: admin}]
            anonymous: none
            rate_limit:
              changes_per_minute: 1
              all_changes_per_minute: 2
              reads_per_minute: 3
              failed_logins_per_minute: 4
            """;

    @TempDir
    Path folder;

    @Test
    void absent_letsNobodyChangeAnything() throws ConfigException {
        assertThat(load("")).isEqualTo(ApiConfig.STANDARD);
        assertThat(load("api: {}")).isEqualTo(ApiConfig.STANDARD);
        assertThat(ApiConfig.STANDARD.hasAdmins()).isFalse();
        assertThat(load("api: {tokens: [{name: t, file: t}]}").hasAdmins()).isFalse();
        assertThat(load("api: {subjects: [{subject: CN=a}]}").hasAdmins()).isFalse();
    }

    @Test
    void everyKey_takesItsValue() throws ConfigException {
        ApiConfig full = load("api:\n" + FULL.indent(2));
        assertThat(full.hasAdmins()).isTrue();
        assertThat(full.admins()).containsExactly("alice", "bob");
        assertThat(full.tokens())
                .containsExactly(
                        new ApiConfig.Token("deploy", Role.ADMIN, folder.resolve("token")),
                        new ApiConfig.Token("grafana", Role.VIEWER, Path.of("/run/secrets/grafana")));
        assertThat(full.subjects())
                .containsExactly(new ApiConfig.Subject(new X500Principal("CN=ops,O=Example"), Role.ADMIN));
        assertThat(full.anonymous()).contains(Anonymous.NONE);
        assertThat(full.limits()).isEqualTo(new ApiConfig.Limits(1, 2, 3, 4));
    }

    @Test
    void shown_readsAsItWas() throws ConfigException {
        String yaml = yaml("api:\n" + FULL.indent(2));
        ApiConfig read = Written.config(folder, yaml).load().api();
        String shown = ConfigText.of(Written.config(folder, yaml).load());
        assertThat(Written.config(folder, shown).load().api()).isEqualTo(read);
        assertThat(ConfigText.of(Written.config(folder, yaml("")).load())).doesNotContain("api");
    }

    @Test
    void everyKey_isTested() {
        Map<String, Set<String>> known = new TreeMap<>(KnownKeys.in(folder));
        known.keySet().retainAll(SECTIONS);
        assertThat(known.keySet()).isEqualTo(SECTIONS);
        known.forEach((section, keys) ->
                assertThat(keys).as(section).allSatisfy(key -> assertThat(FULL).containsPattern("\\b" + key + ": ?")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {anonymous: admin}                       | "anonymous" cannot be "admin"; it is one of viewer, none
            {tokens: [{name: a, file: f, role: root}]} | "role" cannot be "root"; it is one of viewer, admin
            {tokens: [{file: f}]}                    | "name" is missing
            {tokens: [{name: a}]}                    | "file" is missing
            {tokens: [{name: "a b", file: f}]}       | the token "a b" must be letters, digits, "_", "." and "-"
            {tokens: [{name: a, token: sesam, file: f}]} | a token does not stand in the configuration; write it to a file and name that by "file"
            {tokens: [{name: a, file: f}, {name: a, file: g}]} | the token "a" is given twice
            {tokens: [sesam]}                        | an item of "tokens" must be a mapping (key: value), not a text
            {subjects: [{role: admin}]}              | "subject" is missing
            {subjects: [{subject: ops}]}             | "subject" must be the name in a certificate, such as "CN=ops,O=Example"; openssl x509 -in FILE -noout -subject -nameopt RFC2253 shows it
            {rate_limit: {reads_per_minute: 0}}      | "reads_per_minute" must be from 1 to 1000000, not 0
            {admin: [alice]}                         | unknown key "admin" (did you mean "admins"?)
            """)
    void mistake_isNamed(String api, String message) {
        assertThat(Written.config(folder, yaml("api: " + api)).mistakes()).contains(message);
    }

    private ApiConfig load(String api) throws ConfigException {
        return Written.config(folder, yaml(api)).load().api();
    }

    private static String yaml(String api) {
        return "targets: [{name: a, postgres: {user: u}}]\n" + api + "\n";
    }
}
