/** What reports on targets have in common. */
@NullMarked
package io.dbvitals.app.report;

import org.jspecify.annotations.NullMarked;
