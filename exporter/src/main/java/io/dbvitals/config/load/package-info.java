/** Makes the configuration from a file, from variables and from options, and writes it down again. */
@NullMarked
package io.dbvitals.config.load;

import org.jspecify.annotations.NullMarked;
