/** Measures how fast targets connect and answer, by a load that is small and only reads. */
@NullMarked
package io.dbvitals.app.benchmark;

import org.jspecify.annotations.NullMarked;
