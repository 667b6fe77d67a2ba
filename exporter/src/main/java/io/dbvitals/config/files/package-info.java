/** Which files a configuration was read from, and whether they have changed. */
@NullMarked
package io.dbvitals.config.files;

import org.jspecify.annotations.NullMarked;
