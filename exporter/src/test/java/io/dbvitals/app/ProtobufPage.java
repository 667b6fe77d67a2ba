package io.dbvitals.app;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Reads Prometheus's delimited protobuf format as far as names and numbers of samples, without the library that wrote it. */
final class ProtobufPage {
    private static final int NAME = 1;
    private static final int METRIC = 4;
    private static final int LENGTH_DELIMITED = 2;

    private ProtobufPage() {}

    /** How many metrics each family holds; a family that comes twice fails. */
    static Map<String, Integer> families(byte[] page) {
        Map<String, Integer> families = new TreeMap<>();
        ByteBuffer buffer = ByteBuffer.wrap(page);
        while (buffer.hasRemaining()) {
            ByteBuffer message = part(buffer);
            String name = "";
            int metrics = 0;
            while (message.hasRemaining()) {
                int tag = (int) varint(message);
                if ((tag & 7) != LENGTH_DELIMITED) {
                    varint(message);
                    continue;
                }
                ByteBuffer field = part(message);
                if (tag >>> 3 == NAME) {
                    name = StandardCharsets.UTF_8.decode(field).toString();
                } else if (tag >>> 3 == METRIC) {
                    metrics++;
                }
            }
            if (families.put(name, metrics) != null) {
                throw new IllegalArgumentException(name + " comes twice");
            }
        }
        return families;
    }

    private static ByteBuffer part(ByteBuffer buffer) {
        int length = (int) varint(buffer);
        ByteBuffer part = buffer.slice(buffer.position(), length);
        buffer.position(buffer.position() + length);
        return part;
    }

    private static long varint(ByteBuffer buffer) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = buffer.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
