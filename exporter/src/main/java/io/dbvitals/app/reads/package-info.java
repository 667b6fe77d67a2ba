/** The operations that only read, each from what the program knows already or reads behind those who ask. */
@NullMarked
package io.dbvitals.app.reads;

import org.jspecify.annotations.NullMarked;
