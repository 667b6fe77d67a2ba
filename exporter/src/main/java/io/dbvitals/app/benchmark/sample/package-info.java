/** Times that were measured, and what is made of them; no I/O. */
@NullMarked
package io.dbvitals.app.benchmark.sample;

import org.jspecify.annotations.NullMarked;
