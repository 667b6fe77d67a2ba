package io.dbvitals.demo.shop;

import io.dbvitals.demo.Redis;
import redis.clients.jedis.Jedis;

/** Sessions at one database of Redis; the code of an error is its first word, such as WRONGTYPE. */
record CacheDoor(Redis redis, int database) implements Door<Jedis> {
    @Override
    public Jedis open(String name) {
        return redis.connect(database, name);
    }

    @Override
    public boolean usable(Jedis session) {
        return session.isConnected() && !session.isBroken();
    }

    @Override
    public void tidy(Jedis session) {}

    @Override
    public String code(Exception failure) {
        String message = failure.getMessage();
        return message == null ? "" : message.split(" ", 2)[0];
    }
}
