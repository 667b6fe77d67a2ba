package io.dbvitals.demo.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.demo.DemoException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GivenServerTest {
    @Test
    void a_url_is_taken_apart() throws DemoException {
        GivenServer server = GivenServer.at("postgres://u%40x:p%2Fw:1@db.example/app?sslmode=require", "other");

        assertThat(server.url()).isEqualTo("postgresql://db.example:5432/app?sslmode=require");
        assertThat(server.user()).isEqualTo("u@x");
        assertThat(server.password()).isEqualTo("p/w:1");
    }

    @Test
    void a_password_may_stand_elsewhere() throws DemoException {
        GivenServer server = GivenServer.at("postgresql://u@[::1]:5433/app", "other");

        assertThat(server.url()).isEqualTo("postgresql://[::1]:5433/app");
        assertThat(server.password()).isEqualTo("other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://u:s3cret@h/d",
                "postgresql://h/d?password=s3cret",
                "postgresql://u:s3cret@h",
                "postgresql://u:s3cret@h/",
                "postgresql://u:s3cret pot@h/d",
                "s3cret"
            })
    void what_is_no_url_is_refused_without_being_shown(String url) {
        assertThatThrownBy(() -> GivenServer.at(url, ""))
                .hasMessage("--postgres needs postgresql://user:password@host:port/database")
                .hasNoCause();
    }
}
