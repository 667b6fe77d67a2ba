package io.dbvitals.http.answer;

/** A request that is answered with an error; the message is the answer's text. */
public final class Refusal extends Exception {
    private final transient Answer answer;

    public Refusal(int status, String message) {
        super(message);
        this.answer = Answer.text(status, message);
    }

    /** With headers: when to come again, which methods there are. */
    public Refusal(int status, String message, String header, String value) {
        super(message);
        this.answer = Answer.text(status, message).with(header, value);
    }

    public Answer answer() {
        return answer;
    }
}
