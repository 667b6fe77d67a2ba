package io.dbvitals.cli.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is wrong with the options, before anything is asked. */
class AlertsCommandTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            3 | list                                  | dbvitals: no Alertmanager is configured: give alerting.alertmanagers, as in [http://alertmanager:9093]; or use --alertmanager and --prometheus
            3 | history                               | dbvitals: no Prometheus is configured: give alerting.prometheus, as in http://prometheus:9090; or use --alertmanager and --prometheus
            2 | list --alertmanager http://127.0.0.1:1 | dbvitals: the Alertmanager at http://127.0.0.1:1 cannot be reached: no connection; is it running, is the address right?
            3 | list --alertmanager am:9093           | --alertmanager must be an http:// or https:// address, as http://alerts:9093
            3 | history --prometheus http://u:p@p     | --prometheus must not hold a user or a password; give "user" and "password_file" in "alerting"
            3 | history --hours 0                     | --hours must be from 1 to 744, not 0
            3 | ack f --for soon                      | --for must be a duration such as 15m or 2h, not "soon"
            3 | ack a b --undo                        | --undo takes one fingerprint or id of a silence
            3 | suppress a=b --comment c              | --for is missing: for how long, as 2h, at most 7d
            3 | suppress a=~.* --for 1h --comment c --alertmanager http://a | dbvitals: these matchers match everything: {a=~".*"}; name what is meant by at least one that says what a label is, as in alertname="PgBlocked"
            3 | list a --alertmanager http://a        | dbvitals: a matcher must be name=value, name!=value, name=~regex or name!~regex, not "a"
            3 | test --wait soon                      | --wait must be a duration such as 45s or 2m, not "soon"
            """)
    void mistake_isNamed(int code, String arguments, String message) {
        StringWriter said = new StringWriter();
        CommandLine line = new CommandLine(new AlertsCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            said.write(String.valueOf(failure.getMessage()));
            return 3;
        });
        line.setErr(new PrintWriter(said));
        assertThat(line.execute(arguments.split(" "))).isEqualTo(code);
        assertThat(said.toString().strip()).isEqualTo(message);
    }
}
