package io.dbvitals.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.Config;
import io.dbvitals.config.Secret;
import io.dbvitals.config.alerting.AlertingReader;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.testing.Written;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every key of {@code alerting:}: its default, its full form, and what is wrong with it. */
class AlertingKeysTest {
    static final Set<String> SECTIONS = Set.of("alerting");

    @TempDir
    Path folder;

    @Test
    void absent_isNowhere() throws ConfigException {
        assertThat(load("")).isEqualTo(Config.Alerting.NONE);
        assertThat(load("alerting: {}")).isEqualTo(Config.Alerting.NONE);
        assertThat(load("alerting: {prometheus: '', alertmanagers: [''], password_command: '', token_file: ''}"))
                .isEqualTo(Config.Alerting.NONE);
    }

    @Test
    void everyKey_takesItsValue() throws ConfigException {
        Config.Alerting full = load("""
                alerting:
                  prometheus: https://prom.example/prometheus
                  alertmanagers: [http://a:9093, "http://[::1]:9093/am/"]
                  user: dbvitals
                  password_file: secret
                  ca_file: ca.pem
                  timeout: 2s
                  acknowledge: 30m
                """);
        assertThat(full.prometheus()).contains(URI.create("https://prom.example/prometheus"));
        assertThat(full.alertmanagers())
                .containsExactly(URI.create("http://a:9093"), URI.create("http://[::1]:9093/am/"));
        assertThat(full.user()).isEqualTo("dbvitals");
        assertThat(full.password()).isEqualTo(new Secret.File(folder.resolve("secret")));
        assertThat(full.token()).isEqualTo(Secret.NONE);
        assertThat(full.ca()).contains(folder.resolve("ca.pem"));
        assertThat(full.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(full.acknowledge()).isEqualTo(Duration.ofMinutes(30));
        assertThat(load("alerting: {token_file: token}").token()).isEqualTo(new Secret.File(folder.resolve("token")));
        assertThat(load("alerting: {user: u, password: pw}").password()).isEqualTo(new Secret.Literal("pw"));
        assertThat(load("alerting: {user: u, password_command: [pass, show]}").password())
                .isInstanceOf(Secret.Command.class);
    }

    @Test
    void shown_readsAsItWas_withoutItsPassword() throws ConfigException {
        String yaml = yaml("alerting: {prometheus: 'http://p:9090', alertmanagers: ['http://a:9093'], token_file: t,"
                + " ca_file: ca.pem, timeout: 2s}");
        Config.Alerting read = Written.config(folder, yaml).load().alerting();
        String shown = ConfigText.of(Written.config(folder, yaml).load());
        assertThat(Written.config(folder, shown).load().alerting()).isEqualTo(read);
        String masked = ConfigText.of(Written.config(folder, yaml("alerting: {user: u, password: geheim}"))
                .load());
        assertThat(masked).contains("alerting:", "password: '***'").doesNotContain("geheim");
        assertThat(ConfigText.of(Written.config(folder, yaml("")).load())).doesNotContain("alerting");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {prometheus: "ftp://p"}    | "prometheus" must be an http:// or https:// address, as http://alerts:9093
            {prometheus: "p:9090"}     | "prometheus" must be an http:// or https:// address, as http://alerts:9093
            {prometheus: "http://a b"} | "prometheus" is no address: it must be as http://alerts:9093
            {prometheus: "http://u:geheim@p"} | "prometheus" must not hold a user or a password; give "user" and "password_file" in "alerting"
            {alertmanagers: ["http://u@a"]} | an item of "alertmanagers" must not hold a user or a password; give "user" and "password_file" in "alerting"
            {alertmanagers: ["http://a/?x=1"]} | an item of "alertmanagers" must end with its path: nothing may follow "?" or "#"
            {password: x}              | the password of "alerting" is for nobody: give "user"
            {user: u}                  | the user of "alerting" needs a password: give "password_file"
            {user: u, password: x, token_file: t} | "token_file" is a second login, beside "user"; keep one of them
            {timeout: 0}               | "timeout" must be at least 1ms
            {acknowledge: 1s}          | "acknowledge" must be from 5s to 7d, not 1s
            {acknowledge: 8d}          | "acknowledge" must be from 5s to 7d, not 8d
            {alertmanager: "http://a"} | unknown key "alertmanager" (did you mean "alertmanagers"?)
            """)
    void mistake_isNamed(String alerting, String message) {
        assertThat(Written.config(folder, yaml("alerting: " + alerting)).mistakes())
                .contains(message)
                .doesNotContain("geheim");
    }

    @Test
    void addressOfAnOption_isCheckedToo() throws ConfigException {
        assertThat(AlertingReader.address("--prometheus", "http://p:9090")).isEqualTo(URI.create("http://p:9090"));
        assertThatThrownBy(() -> AlertingReader.address("--prometheus", "p"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--prometheus must be an http:// or https:// address, as http://alerts:9093");
    }

    private Config.Alerting load(String alerting) throws ConfigException {
        return Written.config(folder, yaml(alerting)).load().alerting();
    }

    private static String yaml(String alerting) {
        return "targets: [{name: a, postgres: {user: u}}]\n" + alerting + "\n";
    }
}
