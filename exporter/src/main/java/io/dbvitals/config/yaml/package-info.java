/** YAML with positions: every value knows file, line and column, and every mistake is told at once. */
@NullMarked
package io.dbvitals.config.yaml;

import org.jspecify.annotations.NullMarked;
