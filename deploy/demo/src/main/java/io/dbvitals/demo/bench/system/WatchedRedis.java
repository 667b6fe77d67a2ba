package io.dbvitals.demo.bench.system;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.Redis;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/** Redis with keys in two databases, which has seen some thirty commands. */
final class WatchedRedis implements Watched {
    private static final int KEYS = 25_000;

    private final Redis server;

    private WatchedRedis(Redis server) {
        this.server = server;
    }

    static WatchedRedis start(Path folder) throws DemoException, InterruptedException {
        return new WatchedRedis(Redis.start(folder, List.of("--slowlog-log-slower-than", "1000")));
    }

    @Override
    public void fill() throws DemoException {
        try {
            fill(0);
            fill(1);
        } catch (JedisException e) {
            throw new DemoException("filling Redis failed", e);
        }
    }

    private void fill(int database) {
        try (Jedis session = server.connect(database, "bench")) {
            Pipeline pipeline = session.pipelined();
            for (int i = 0; i < KEYS; i++) {
                if (i % 5 == 0) {
                    pipeline.set(
                            "session:" + i, "user " + i, SetParams.setParams().ex(86_400));
                } else {
                    pipeline.set("key:" + i, "value " + i);
                }
            }
            pipeline.sync();
            // Each command that was ever called has series of its own.
            for (int i = 0; i < 20; i++) {
                session.hset("hash", "field" + i, "value");
                session.rpush("list", "item" + i);
                session.sadd("set", "member" + i);
                session.zadd("ranking", i, "member" + i);
                session.incr("counter");
            }
            read(session);
        }
    }

    private static void read(Jedis session) {
        session.get("key:1");
        session.get("nothing");
        session.mget("key:1", "key:2");
        session.exists("key:1");
        session.ttl("session:0");
        session.type("hash");
        session.hgetAll("hash");
        session.hlen("hash");
        session.lrange("list", 0, -1);
        session.llen("list");
        session.smembers("set");
        session.scard("set");
        session.zrange("ranking", 0, -1);
        session.zcard("ranking");
        session.strlen("key:1");
        session.keys("session:1*");
        session.dbSize();
        session.scan("0");
    }

    @Override
    public Kind kind() {
        return Kind.REDIS;
    }

    @Override
    public String description() {
        return String.format(Locale.ROOT, "Redis %s with %,d keys in two databases", server.version(), 2 * (KEYS + 5));
    }

    @Override
    public String target() {
        return "{url: \"" + server.url() + "\"}";
    }

    @Override
    public Launch peer(Path program, String version) {
        return new Launch(List.of(program.toString(), "--web.listen-address="), Map.of("REDIS_ADDR", server.url()));
    }

    @Override
    public double cpuMillis() throws DemoException {
        return ProcessCost.cpuMillis(server.pid());
    }

    @Override
    public void close() {
        server.close();
    }
}
