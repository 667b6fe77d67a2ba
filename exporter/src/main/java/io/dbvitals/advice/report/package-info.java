/** What statements cost a server and what to do about it, put together for people and programs. */
@NullMarked
package io.dbvitals.advice.report;

import org.jspecify.annotations.NullMarked;
