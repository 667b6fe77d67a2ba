package io.dbvitals.http;

/** A request that is answered with an error; the message is the answer's text. */
final class Refusal extends Exception {
    private final transient Answer answer;

    Refusal(int status, String message) {
        super(message);
        this.answer = Answer.text(status, message);
    }

    Answer answer() {
        return answer;
    }
}
