package io.dbvitals.cli.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.dbvitals.config.Config;
import io.dbvitals.config.load.ConfigLoader;
import io.dbvitals.config.load.Overrides;
import io.dbvitals.config.yaml.ConfigException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class ServiceTest {
    @TempDir
    private Path folder;

    private HttpServer server;
    private volatile int status = 200;
    private volatile String body = "{\"ok\":true}";
    private volatile String authorization = "";

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] bytes = body.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Location", "http://elsewhere.invalid/");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void login_isShown_andReadFromItsFile() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "t0ken\n");
        assertThat(ask("--service", url(), "--token-file", token.toString())).isEqualTo("true");
        assertThat(authorization).isEqualTo("Bearer t0ken");
        ask("--service", url(), "--service-user", "ann", "--service-password-file", token.toString());
        assertThat(authorization).isEqualTo("Basic YW5uOnQwa2Vu");
        ask("--service", url());
        assertThat(authorization).isEqualTo("null");
    }

    @Test
    void configuredAddress_isAsked_andWithoutAServiceTheWorkIsDoneAlone() throws Exception {
        assertThat(ask()).isEqualTo("true");
        assertThat(ask("--alone")).isEqualTo("--alone");
        server.stop(0);
        assertThat(ask()).startsWith("the service at " + url() + " does not answer: nothing listens there; start it");
        assertThatThrownBy(() -> ask("--service", url()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "the service at " + url()
                                + " does not answer: nothing listens there; start it (dbvitals serve), or name another one (--service)");
    }

    @Test
    void somethingElse_isNoService() throws Exception {
        body = "<html>";
        assertThat(ask()).isEqualTo("the service at " + url() + " answers no JSON: it is no dbvitals, or an older one");
        status = 404;
        assertThat(ask())
                .isEqualTo("the service at " + url() + " has no /api/v1/x: it is no dbvitals, or an older one");
    }

    /** It closes, and speaks no TLS. */
    @Test
    void wrongScheme_isSaid() throws Exception {
        server.stop(0);
        try (ServerSocket odd = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> {
                while (true) {
                    try (Socket socket = odd.accept()) {
                        socket.getOutputStream().write("no TLS\n".getBytes(UTF_8));
                    } catch (IOException e) {
                        return;
                    }
                }
            });
            answering.start();
            String address = "//127.0.0.1:" + odd.getLocalPort();
            assertThatThrownBy(() -> ask("--service", "http:" + address))
                    .hasMessageStartingWith("the service at http:" + address + " does not answer: ")
                    .hasMessageEndingWith("Are port and scheme (http or https) right? Name another one (--service)");
            assertThatThrownBy(() -> ask("--service", "https:" + address))
                    .hasMessageContaining(" cannot be trusted: ")
                    .hasMessageEndingWith(
                            "; name it by a name of its certificate (--service) and who signed that (--ca-file)");
            odd.close();
            answering.join();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | x                              | wants to know who asks: give --token-file, or --service-user and --service-password-file; or read the targets from here (--alone)
            403 | {"detail":"admins only"}       | does not let this user do that: admins only; or read the targets from here (--alone)
            404 | {"title":"no such target"}     | finds nothing: no such target; or read the targets from here (--alone)
            429 | {"title":"slow\\ndown"}        | refuses it with status 429: slow down; or read the targets from here (--alone)
            302 | x                              | refuses it with status 302; or read the targets from here (--alone)
            """)
    void refusal_saysWhatToDo(int code, String answer, String message) {
        status = code;
        body = answer;
        assertThatThrownBy(this::ask)
                .isInstanceOf(ConfigException.class)
                .hasMessage("the service at " + url() + " " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --alone --service http://a               | --alone and --service are both given; remove one
            --service db1:9999                       | --service must be an address such as http://db1:9999, without user and password
            --service http://u:s3cret@db1            | --service must be an address such as http://db1:9999, without user and password
            --service-user ann                       | --service-user and --service-password-file belong together
            --service-user ann --service-password-file x --token-file y | --service-user and --token-file are both given; remove one
            --ca-file /none/such                     | --ca-file /none/such cannot be read: NoSuchFileException
            --token-file /none/such                  | the password file /none/such cannot be read: NoSuchFileException
            """)
    void mistake_isNamed(String arguments, String message) {
        assertThatThrownBy(() -> ask(arguments.split(" "))).hasMessage(message);
    }

    @Test
    void filesThatHoldSomethingElse_areRefused() throws Exception {
        Path odd = Files.writeString(folder.resolve("odd"), "a b");
        assertThatThrownBy(() -> ask("--token-file", odd.toString()))
                .hasMessage("--token-file must hold one line without blanks");
        assertThatThrownBy(() -> ask("--ca-file", odd.toString()))
                .hasMessage("--ca-file " + odd + " holds no certificate in PEM");
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What the service answers, or why none was asked. */
    private String ask(String... arguments) throws Exception {
        ServiceOptions options = new ServiceOptions();
        new CommandLine(CommandSpec.create().addMixin("service", CommandSpec.forAnnotatedObject(options)))
                .parseArgs(arguments);
        Path file = Files.writeString(
                folder.resolve("dbvitals.yaml"),
                "listen: 0.0.0.0:" + server.getAddress().getPort()
                        + "\ntargets: [{name: a, redis: {url: redis://db1:6379}}]\n");
        Config config = ConfigLoader.ofProcess().discover(Optional.of(file), Overrides.NONE);
        return options.answer(
                () -> config, false, service -> service.get("/api/v1/x").text("ok"), (read, why) -> why);
    }
}
