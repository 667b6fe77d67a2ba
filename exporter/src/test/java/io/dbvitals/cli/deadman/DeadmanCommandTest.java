package io.dbvitals.cli.deadman;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DeadmanCommandTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --once                                    | --once needs --alertmanager: nothing is sent to a program that does not run
            --timeout soon                            | --timeout must be a duration such as 5m or 90s, not "soon"
            --repeat 0                                | --repeat must be a duration such as 5m or 90s, not "0"
            --listen here                             | --listen must be host:port or :port, not "here"
            --listen none.invalid:0                   | cannot listen on none.invalid:0: there is no host of that name; end the program that holds the port, or choose another one (--listen)
            --alertmanager am:9093                    | --alertmanager must be an address such as https://host:port/path, without user and password, not "am:9093"
            --alertmanager http://u:p@am:9093         | --alertmanager must be an address such as https://host:port/path, without user and password, not "http://***@am:9093"
            --webhook http://a --webhook-file b       | --webhook and --webhook-file are both given; remove one
            --webhook ftp://s3cret                    | the webhook must be an address such as https://host:port/path, without user and password
            --webhook-file /none/such                 | the password file /none/such cannot be read: NoSuchFileException
            --token-file /none/such                   | the password file /none/such cannot be read: NoSuchFileException
            """)
    void mistake_isNamed(String arguments, String message) {
        StringWriter said = new StringWriter();
        CommandLine line = new CommandLine(new DeadmanCommand());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            said.write(String.valueOf(failure.getMessage()));
            return 3;
        });
        line.setErr(new PrintWriter(said));
        assertThat(line.execute(arguments.split(" "))).isEqualTo(3);
        assertThat(said).hasToString(message);
    }
}
