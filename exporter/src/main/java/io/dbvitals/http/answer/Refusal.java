package io.dbvitals.http.answer;

/** A request that is answered with an error; the message is the answer's text. */
public final class Refusal extends Exception {
    private final transient Answer answer;

    public Refusal(int status, String message) {
        super(message);
        this.answer = Answer.text(status, message);
    }

    public Answer answer() {
        return answer;
    }
}
