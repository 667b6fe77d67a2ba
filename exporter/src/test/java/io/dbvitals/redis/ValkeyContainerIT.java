package io.dbvitals.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TlsConfig;
import io.dbvitals.testing.Samples;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/** The Redis and Valkey that no Maven artifact holds, where Docker answers; elsewhere nothing of it is tried. */
class ValkeyContainerIT {
    @ParameterizedTest
    @ValueSource(strings = {"valkey/valkey:8.1", "redis:8.0"})
    void server_isReadWhole(String image) throws Exception {
        assumeThat(DockerClientFactory.instance().isDockerAvailable())
                .as("Docker answers")
                .isTrue();
        try (GenericContainer<?> container = new GenericContainer<>(image)) {
            container.withExposedPorts(6379).start();
            RedisConfig config = new RedisConfig(
                    container.getHost(),
                    container.getMappedPort(6379),
                    "",
                    Secret.NONE,
                    TlsConfig.OFF,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    RedisConfig.Options.DEFAULT);
            try (Scrape scrape = Scrape.of(config)) {
                scrape.page();
                Samples page = scrape.samples();
                assertThat(page.failed()).isEmpty();
                assertThat(page.value("redis_up")).isEqualTo(1);
                assertThat(page.all("redis_commands_total")).isNotEmpty();
                assertThat(page.all("redis_exporter_command_refused")).isEmpty();
                assertThat(page.all("redis_instance_info"))
                        .singleElement()
                        .asString()
                        .contains("redis_mode=\"standalone\"");
            }
        }
    }
}
