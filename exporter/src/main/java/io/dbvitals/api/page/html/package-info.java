/** How the page writes: markup with all text escaped, states with their shapes, figures with their units. */
@NullMarked
package io.dbvitals.api.page.html;

import org.jspecify.annotations.NullMarked;
