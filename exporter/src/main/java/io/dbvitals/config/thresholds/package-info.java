/** Which numbers alerts and scores compare with: how they are read, which make sense, and how they are changed while the program runs. */
@NullMarked
package io.dbvitals.config.thresholds;

import org.jspecify.annotations.NullMarked;
