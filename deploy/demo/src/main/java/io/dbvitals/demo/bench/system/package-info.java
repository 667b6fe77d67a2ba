/** The systems that exporters are measured at: started, filled, and asked what the scrapes cost them. */
@NullMarked
package io.dbvitals.demo.bench.system;

import org.jspecify.annotations.NullMarked;
