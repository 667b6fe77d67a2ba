package io.dbvitals.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.WebConfig;
import io.dbvitals.config.api.ApiConfig;
import io.dbvitals.config.api.ApiConfig.Anonymous;
import io.dbvitals.config.api.ApiConfig.Limits;
import io.dbvitals.config.api.ApiConfig.Role;
import io.dbvitals.http.Stand;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;

/** What is configured in vain is said, with the remedy. */
class WarningsTest {
    @Test
    void adminsAndSubjects_whoCannotComeIn_areNamed() {
        ApiConfig api = new ApiConfig(
                List.of("alice"),
                List.of(),
                List.of(new ApiConfig.Subject(new X500Principal("CN=ops"), Role.VIEWER)),
                Optional.empty(),
                Limits.STANDARD);
        assertThat(Warnings.of(WebConfig.OPEN, ApiConfig.STANDARD).texts()).isEmpty();
        assertThat(Warnings.of(WebConfig.OPEN, api).texts())
                .containsExactly(
                        "api.admins names \"alice\", who is no user; add this name with a bcrypt hash to basic_auth_users of"
                                + " the web configuration",
                        "api.subjects lets nobody in, as no certificates of clients are verified; set client_auth_type:"
                                + " VerifyClientCertIfGiven and client_ca_file in the web configuration",
                        "admins log in over plain HTTP, where others can read along; set tls_server_config in the web"
                                + " configuration, or listen on 127.0.0.1 behind a proxy with TLS");
        WebConfig users = new WebConfig(Optional.empty(), Map.of("alice", "x"), Map.of(), false);
        assertThat(Warnings.of(users, api).texts()).noneMatch(text -> text.contains("who is no user"));
    }

    @Test
    void waysIn_areNamed_whereThereAreNoUsers() throws Exception {
        try (Stand stand = new Stand()) {
            stand.api = new ApiConfig(List.of(), List.of(), List.of(), Optional.of(Anonymous.NONE), Limits.STANDARD);
            stand.start(Map.of());
            HttpResponse<String> refused = stand.get("/metrics");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).isEqualTo("a client certificate is needed whose subject is in api.subjects\n");
            stand.api = new ApiConfig(
                    List.of(),
                    List.of(new ApiConfig.Token("t", Role.VIEWER, java.nio.file.Path.of("nothing"))),
                    List.of(),
                    Optional.of(Anonymous.NONE),
                    Limits.STANDARD);
            HttpResponse<String> asked = stand.get("/metrics");
            assertThat(asked.statusCode()).isEqualTo(401);
            assertThat(asked.body()).isEqualTo("a token is needed\n");
            assertThat(asked.headers().firstValue("www-authenticate")).hasValue("Bearer realm=\"dbvitals\"");
        }
    }
}
