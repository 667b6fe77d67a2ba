package io.dbvitals.alerts;

/** A text that can be looked at only so often: an expression that somebody else wrote may look for hours. */
final class Limited implements CharSequence {
    private static final int MOST = 200_000;

    private final String text;
    private int looks;

    Limited(String text) {
        this.text = text;
    }

    /** It was looked at too often. */
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++looks > MOST) {
            throw new Exhausted();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
