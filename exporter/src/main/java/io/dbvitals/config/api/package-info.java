/** Who may call over HTTP: roles, tokens, certificates, and how often. */
@NullMarked
package io.dbvitals.config.api;

import org.jspecify.annotations.NullMarked;
