package io.dbvitals.config.yaml;

/** One mistake of a user in a file: where, what, and what to do about it. */
public record Problem(Position position, String message) {
    @Override
    public String toString() {
        return position + ": " + message;
    }
}
