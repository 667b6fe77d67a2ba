/** The rules for statements of MySQL and MariaDB: counters make a suspicion, a plan proves it. */
@NullMarked
package io.dbvitals.advice.mysql.rule;

import org.jspecify.annotations.NullMarked;
