package io.dbvitals.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.http.Stand;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssetsTest {
    private final Stand stand = new Stand();
    private final String path = "/" + Assets.packed().path();

    @BeforeEach
    void start() throws Exception {
        stand.operations = StatusPage.operations(Examples::empty);
        stand.start(Map.of());
    }

    @AfterEach
    void close() {
        stand.close();
    }

    @ParameterizedTest
    @CsvSource({
        "page.css, text/css; charset=utf-8, prefers-color-scheme",
        "page.js, text/javascript; charset=utf-8, import",
        "bad.svg, image/svg+xml, <svg",
        "uPlot.js, text/javascript; charset=utf-8, uPlot (v1.6.32)",
        "uPlot-LICENSE.txt, text/plain; charset=utf-8, MIT",
    })
    void files_areKeptForEver(String name, String type, String content) throws Exception {
        HttpResponse<String> answer = stand.get(path + name);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(type);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("public, max-age=31536000, immutable");
        assertThat(answer.body()).contains(content);
    }

    @Test
    void fileOfAnotherVersion_isNotKept() throws Exception {
        HttpResponse<String> answer = stand.get("/assets/0123456789abcdef/page.js");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).isEqualTo(Optional.of("no-store"));
    }

    @ParameterizedTest
    @CsvSource({"StatusPage.class", "page.css.bak", "..%5Cpage.css", "%2e%2e"})
    void otherFile_isNotServed(String name) throws Exception {
        HttpResponse<String> answer = stand.get(path + name);

        assertThat(answer.statusCode()).isBetween(400, 404);
        assertThat(answer.body()).doesNotContain("prefers-color-scheme");
    }
}
