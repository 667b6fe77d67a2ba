package io.dbvitals.api.description;

import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.resource.Call;
import io.dbvitals.http.resource.Operation;
import io.dbvitals.http.resource.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;

/** {@code GET /api/v1/openapi.json}: what the API offers, in OpenAPI 3.1; written by hand and compared with the answers by tests. */
public final class DescriptionResource implements Resource {
    private DescriptionResource() {}

    public static Operation of() {
        return Operation.get("/api/v1/openapi.json", new DescriptionResource());
    }

    /** Read anew each time: it is asked for seldom. */
    @Override
    public Answer answer(Call call) {
        try (InputStream in = Objects.requireNonNull(DescriptionResource.class.getResourceAsStream("openapi.json"))) {
            return new Answer(200, "application/json", ByteBuffer.wrap(in.readAllBytes()), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException("openapi.json of the program cannot be read", e);
        }
    }
}
