package io.dbvitals.instrumentation.handler;

/** An event did not arrive; the message says where it was to go and why it did not, and holds no secret. */
public final class DeliveryException extends Exception {
    DeliveryException(String message) {
        super(message);
    }
}
