package io.dbvitals.instrumentation.sql;

import java.util.Arrays;

/**
 * The parentheses that are open, and the elements in them. In a list of values, equal neighbours become one: behind
 * {@code IN} and in {@code ARRAY[…]} these are what stands between commas, behind {@code VALUES} whole rows.
 */
final class Lists {
    private static final int PLAIN = 0;
    private static final int ELEMENTS = 1;
    private static final int ROWS = 2;
    private static final int ROWS_AFTER_COMMA = 3;

    /** For each that is open: kind, begin of this element, begin and end of the one before; -1 where there is none. */
    private int[] frames = new int[32];

    private int top = -4;
    private int depth;

    /** How many parentheses and brackets are open. */
    int depth() {
        return depth;
    }

    /** Ends the rows behind VALUES where something else than a row or a comma comes. */
    void meet(Token token) {
        boolean rows = top >= 0 && frames[top] >= ROWS;
        boolean goesOn = rows && (token == Token.OPEN || (token == Token.COMMA && frames[top] == ROWS));
        if (rows && (!goesOn || (token == Token.OPEN && frames[top] == ROWS && frames[top + 2] >= 0))) {
            top -= 4;
        }
    }

    /** Tells where the token that was met is being written. */
    void write(int at) {
        if (top >= 0 && frames[top] != PLAIN && frames[top + 1] < 0) {
            frames[top + 1] = at;
        }
    }

    void open(boolean elements) {
        push(elements ? ELEMENTS : PLAIN);
        depth++;
    }

    void rows() {
        push(ROWS);
    }

    /** Ends an element in front of a comma or of what closes the list. */
    void endElement(StringBuilder pattern) {
        if (top >= 0 && frames[top] == ELEMENTS) {
            fold(pattern);
        } else if (top >= 0 && frames[top] == ROWS) {
            frames[top] = ROWS_AFTER_COMMA;
        }
    }

    /** Forgets the parentheses that were closed last, and ends a row if they were one. */
    void close(StringBuilder pattern) {
        if (top >= 0) {
            top -= 4;
            depth--;
        }
        if (top >= 0 && frames[top] >= ROWS) {
            frames[top] = ROWS;
            fold(pattern);
        }
    }

    private void fold(StringBuilder pattern) {
        int begin = frames[top + 1];
        int last = frames[top + 2];
        int lastEnd = frames[top + 3];
        frames[top + 1] = -1;
        if (begin >= 0 && last >= 0 && equal(pattern, begin, last, lastEnd)) {
            pattern.setLength(lastEnd);
            return;
        }
        frames[top + 2] = begin;
        frames[top + 3] = pattern.length();
    }

    private static boolean equal(StringBuilder pattern, int begin, int last, int lastEnd) {
        int length = pattern.length() - begin;
        if (length != lastEnd - last) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (pattern.charAt(begin + i) != pattern.charAt(last + i)) {
                return false;
            }
        }
        return true;
    }

    private void push(int kind) {
        top += 4;
        if (top + 4 > frames.length) {
            frames = Arrays.copyOf(frames, frames.length * 2);
        }
        frames[top] = kind;
        frames[top + 1] = -1;
        frames[top + 2] = -1;
        frames[top + 3] = -1;
    }
}
