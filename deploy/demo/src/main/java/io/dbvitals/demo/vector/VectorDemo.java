package io.dbvitals.demo.vector;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.Postgres;
import io.dbvitals.demo.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The vectors of the demo: colours in the shop's database always, embeddings there or on a server that was given, where there is
 * pgvector; and what dbvitals is told of them.
 */
public final class VectorDemo implements AutoCloseable {
    /** Rounds are short, so that a visitor sees latency and recall soon. */
    private static final String PROBE = """
            vector:
              probe: auto
              interval: 2s
              searches: 25
              recall: {interval: 1m}
            """;

    private final String database;
    private final Optional<Sessions> embeddings;
    private final Optional<GivenServer> given;

    private VectorDemo(String database, Optional<Sessions> embeddings, Optional<GivenServer> given) {
        this.database = database;
        this.embeddings = embeddings;
        this.given = given;
    }

    /** Colours in the shop's database, and nothing else. */
    public static VectorDemo ofColours(Postgres shop, String database) throws DemoException {
        Colours.create(shop, database);
        return new VectorDemo(database, Optional.empty(), Optional.empty());
    }

    /** Embeddings, too, there; its server has pgvector's files. */
    public static VectorDemo withEmbeddings(Postgres shop, String database) throws DemoException {
        Colours.create(shop, database);
        shop.run(database, "CREATE EXTENSION vector");
        Sessions sessions = () -> shop.connect(database);
        createEmbeddings(sessions);
        shop.run(database, "GRANT SELECT ON reviews TO " + Postgres.ROLE);
        return new VectorDemo(database, Optional.of(sessions), Optional.empty());
    }

    /**
     * Embeddings, too, on another server.
     *
     * @param url as {@code --postgres} has it
     * @param password where the URL has none
     */
    public static VectorDemo withServer(Postgres shop, String database, String url, String password)
            throws DemoException {
        Colours.create(shop, database);
        GivenServer server = GivenServer.at(url, password);
        server.createSchema();
        try {
            createEmbeddings(server);
        } catch (DemoException e) {
            server.close();
            throw e;
        }
        return new VectorDemo(database, Optional.of(server), Optional.of(server));
    }

    /** How to come by the tables of {@link Embeddings}; empty where there are none. */
    public Optional<Sessions> embeddings() {
        return embeddings;
    }

    /** The indexes that dbvitals is to search. */
    public List<String> searched() {
        List<String> indexes = new ArrayList<>(List.of(Colours.INDEX));
        indexes.addAll(recalled());
        return indexes;
    }

    /** Those of them whose recall it is to measure: an index that is always exact has little to show. */
    public List<String> recalled() {
        return embeddings.isPresent() ? List.of(Embeddings.INDEX) : List.of();
    }

    /** The key {@code vector} of the shop's target. */
    public String ofShop() {
        return PROBE + "  queries:\n" + Colours.query(database).indent(4);
    }

    /** The element of {@code targets} for the server that was given, if any; its password goes into a file of the folder. */
    public String ofServer(Path folder) throws DemoException {
        if (given.isEmpty()) {
            return "";
        }
        GivenServer server = given.get();
        try {
            Files.writeString(folder.resolve("vectors-password"), server.password());
        } catch (IOException e) {
            throw new DemoException("the configuration cannot be written", e);
        }
        String login = server.password().isEmpty() ? "" : ", password_file: vectors-password";
        return "- name: vectors\n  postgres: {url: " + quoted(server.url()) + ", user: " + quoted(server.user()) + login
                + "}\n" + (PROBE + "  include: [\"" + GivenServer.SCHEMA + ".*\"]\n").indent(2);
    }

    @Override
    public void close() throws DemoException {
        if (given.isPresent()) {
            given.get().close();
        }
    }

    private static void createEmbeddings(Sessions sessions) throws DemoException {
        try {
            Embeddings.create(sessions);
        } catch (SQLException e) {
            throw new DemoException("making the table of embeddings failed", e);
        }
    }

    /** As YAML has it, where a dollar means a variable. */
    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "$$") + "\"";
    }
}
