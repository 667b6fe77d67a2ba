/** Where events can go: a log, a webhook, Slack, a mailbox; and how to send fewer of them. No secret is in what these log or throw. */
@NullMarked
package io.dbvitals.instrumentation.handler;

import org.jspecify.annotations.NullMarked;
