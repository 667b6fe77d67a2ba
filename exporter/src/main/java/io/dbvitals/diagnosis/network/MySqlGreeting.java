package io.dbvitals.diagnosis.network;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** MySQL's and MariaDB's: the server speaks first and says its version, or why it takes nobody. */
public final class MySqlGreeting implements Greeting {
    private static final int ERROR = 0xff;
    private static final int PROTOCOL = 10;
    private static final int CLIENT_SSL = 0x800;
    private static final int CLIENT_PROTOCOL_41 = 0x200;
    private static final int CLIENT_SECURE_CONNECTION = 0x8000;
    private static final int UTF8 = 45;
    private static final int LARGEST_PACKET = 1 << 24;

    @Override
    public String server() {
        return "MySQL or MariaDB server";
    }

    @Override
    public Hello greet(Socket socket, boolean encrypted) throws IOException, Refused, Foreign {
        InputStream in = socket.getInputStream();
        int first = in.read();
        if (first < 0) {
            throw new EOFException("hung up");
        }
        byte[] rest = in.readNBytes(3);
        int length = first | (rest.length > 1 ? int16(rest, 0) << 8 : 0);
        if (rest.length < 3 || length < 3 || length > 4096 || rest[2] != 0) {
            byte[] said = new byte[rest.length + 1];
            said[0] = (byte) first;
            System.arraycopy(rest, 0, said, 1, rest.length);
            throw new Foreign(Stranger.name(said));
        }
        byte[] packet = in.readNBytes(length);
        int kind = packet.length == 0 ? -1 : packet[0] & 0xff;
        if (kind == ERROR) {
            throw refused(packet);
        }
        if (kind != PROTOCOL) {
            throw new Foreign("");
        }
        int end = 1;
        while (end < packet.length && packet[end] != 0) {
            end++;
        }
        String version = new String(packet, 1, end - 1, StandardCharsets.UTF_8);
        // Behind the version: thread, salt and a filler.
        int flags = end + 14;
        boolean offered = packet.length > flags + 1 && (int16(packet, flags) & CLIENT_SSL) != 0;
        if (offered && encrypted) {
            socket.getOutputStream().write(request());
        }
        return new Hello(offered && encrypted, version);
    }

    private static byte[] request() {
        ByteBuffer packet = ByteBuffer.allocate(36).order(ByteOrder.LITTLE_ENDIAN);
        packet.putInt(32 | (1 << 24));
        packet.putInt(CLIENT_SSL | CLIENT_PROTOCOL_41 | CLIENT_SECURE_CONNECTION);
        packet.putInt(LARGEST_PACKET);
        packet.put((byte) UTF8);
        return packet.array();
    }

    private static Refused refused(byte[] packet) {
        int number = int16(packet, 1);
        String message = new String(packet, 3, packet.length - 3, StandardCharsets.UTF_8);
        return new Refused(String.valueOf(number), message.replaceFirst("^#.{5}", ""));
    }

    private static int int16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | ((bytes[at + 1] & 0xff) << 8);
    }
}
