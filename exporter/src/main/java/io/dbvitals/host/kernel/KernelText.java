package io.dbvitals.host.kernel;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The text of one file at a time, read into a buffer that is used again, and a place in it: a line, and in it a field. For one thread at
 * a time.
 */
public final class KernelText {
    private static final int FIRST_BYTES = 4096;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    private int nextLine;
    private int lineStart;
    private int lineEnd;
    private int position;
    private int start;
    private int end;
    private File file = new File("");

    /** Reads the whole file; false where there is none. */
    public boolean load(File from) throws CollectException {
        try {
            read(from, false);
            return true;
        } catch (FileNotFoundException e) {
            if (!from.exists()) {
                return false;
            }
            throw new CollectException(Reason.DENIED, "the exporter's user may not read " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CollectException(Reason.UNSUPPORTED, "cannot read " + from + ": " + e.getMessage(), e);
        }
    }

    /** Reads the whole file, which must be there. */
    public void need(File from) throws CollectException {
        if (!load(from)) {
            throw new CollectException(Reason.UNSUPPORTED, from + " is not there any more");
        }
    }

    /** Reads a file of one value; false where there is none, or the kernel has none to give just now. */
    public boolean attribute(File from) {
        try {
            read(from, true);
        } catch (IOException e) {
            return false;
        }
        return line() && field();
    }

    /** Reads the whole file; false where it cannot be read. */
    public boolean attempt(File from) {
        try {
            read(from, false);
        } catch (IOException e) {
            return false;
        }
        return true;
    }

    /** The first line of such a file without the space around it; empty where there is none. */
    public Optional<String> attributeText(File from) {
        return attribute(from) ? Optional.of(line(0)) : Optional.empty();
    }

    /** The whole of such a file without the space around it; empty where there is none. */
    public Optional<String> whole(File from) {
        if (!attempt(from)) {
            return Optional.empty();
        }
        return Optional.of(new String(bytes, 0, length, StandardCharsets.UTF_8).strip());
    }

    /** @param small the kernel gives all of it at once, and need not be asked whether there is more */
    private void read(File from, boolean small) throws IOException {
        file = from;
        length = 0;
        try (FileInputStream in = new FileInputStream(from)) {
            int got;
            while ((got = in.read(bytes, length, bytes.length - length)) > 0) {
                length += got;
                if (length == bytes.length) {
                    bytes = Arrays.copyOf(bytes, bytes.length * 2);
                } else if (small) {
                    break;
                }
            }
        }
        nextLine = 0;
        lineEnd = 0;
        position = 0;
    }

    /** Goes to the next line; false after the last. */
    public boolean line() {
        if (nextLine >= length) {
            return false;
        }
        lineStart = nextLine;
        int at = nextLine;
        while (at < length && bytes[at] != '\n') {
            at++;
        }
        lineEnd = at;
        nextLine = at + 1;
        position = lineStart;
        start = lineStart;
        end = lineStart;
        return true;
    }

    /** Goes to the next field of the line, which space sets apart; false after the last. */
    public boolean field() {
        while (position < lineEnd && space(bytes[position])) {
            position++;
        }
        start = position;
        while (position < lineEnd && !space(bytes[position])) {
            position++;
        }
        end = position;
        return end > start;
    }

    /** Goes on by so many fields. */
    public boolean field(int count) {
        for (int i = 0; i < count; i++) {
            if (!field()) {
                return false;
            }
        }
        return true;
    }

    /** The field is what stands before {@code mark}, without the space around it; false where the mark does not come in the line. */
    public boolean upTo(char mark) {
        int at = position;
        while (at < lineEnd && bytes[at] != mark) {
            at++;
        }
        if (at == lineEnd) {
            return false;
        }
        start = position;
        end = at;
        position = at + 1;
        while (start < end && space(bytes[start])) {
            start++;
        }
        while (end > start && space(bytes[end - 1])) {
            end--;
        }
        return true;
    }

    public boolean is(String ascii) {
        return end - start == ascii.length() && starts(ascii);
    }

    public boolean starts(String ascii) {
        if (end - start < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[start + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The processors of a line such as {@code CPU0 CPU2}, by their numbers; the head of tables by processor. */
    public List<String> processors() {
        List<String> processors = new ArrayList<>();
        line();
        while (field()) {
            drop("CPU".length());
            processors.add(text());
        }
        return processors;
    }

    /** Leaves that much of the field's begin out. */
    public void drop(int count) {
        start = Math.min(end, start + count);
    }

    /** The field's byte there, or 0 behind its end. */
    public char at(int index) {
        return start + index < end ? (char) (bytes[start + index] & 0xff) : 0;
    }

    public int width() {
        return end - start;
    }

    public String text() {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    /** What is left of the line after the field, without the space around it. */
    public String rest() {
        return line(position - lineStart);
    }

    /** The line from there on, without the space around it. */
    public String line(int from) {
        return new String(bytes, lineStart + from, lineEnd - lineStart - from, StandardCharsets.UTF_8).strip();
    }

    /** The field as a decimal number. */
    public double number() throws CollectException {
        if (end - start <= 18 && end > start) {
            long value = 0;
            int at = bytes[start] == '-' ? start + 1 : start;
            for (; at < end; at++) {
                int digit = bytes[at] - '0';
                if (digit < 0 || digit > 9) {
                    break;
                }
                value = value * 10 + digit;
            }
            if (at == end && !(end - start == 1 && bytes[start] == '-')) {
                return bytes[start] == '-' ? -value : value;
            }
        }
        return fraction();
    }

    /** The field as a hexadecimal number of at most 64 bits, with or without {@code 0x}. */
    public double hex() throws CollectException {
        try {
            long value = Long.parseUnsignedLong(starts("0x") ? text().substring(2) : text(), 16);
            return value >= 0 ? value : value + 0x1p64;
        } catch (NumberFormatException e) {
            throw bad(e);
        }
    }

    private double fraction() throws CollectException {
        for (int at = start; at < end; at++) {
            if ("0123456789+-.eE".indexOf(bytes[at]) < 0) {
                throw bad(new NumberFormatException(text()));
            }
        }
        try {
            return Double.parseDouble(text());
        } catch (NumberFormatException e) {
            throw bad(e);
        }
    }

    private CollectException bad(Throwable cause) {
        String message = file + ": a number was expected, not \"" + text() + "\"";
        return new CollectException(Reason.BAD_DATA, message, cause);
    }

    private static boolean space(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
