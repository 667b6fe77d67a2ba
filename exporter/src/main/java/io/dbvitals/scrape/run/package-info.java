/** Runs scrapes: all targets at once, every collector by itself, each thing read once, nothing later than its deadline. */
@NullMarked
package io.dbvitals.scrape.run;

import org.jspecify.annotations.NullMarked;
