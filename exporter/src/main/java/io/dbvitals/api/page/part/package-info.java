/** The sections of the page, one class for each subject. */
@NullMarked
package io.dbvitals.api.page.part;

import org.jspecify.annotations.NullMarked;
