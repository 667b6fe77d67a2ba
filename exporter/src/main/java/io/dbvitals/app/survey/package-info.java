/** What costs a server more than a glance, read behind those who look and shared by them; nothing is read while nobody does. */
@NullMarked
package io.dbvitals.app.survey;

import org.jspecify.annotations.NullMarked;
