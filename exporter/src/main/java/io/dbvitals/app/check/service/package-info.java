/** What a service of a monitoring system is: names, the SQL that reads it, what it is counted in, and when it alerts. */
@NullMarked
package io.dbvitals.app.check.service;

import org.jspecify.annotations.NullMarked;
