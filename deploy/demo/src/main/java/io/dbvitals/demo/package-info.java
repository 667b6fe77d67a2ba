/** Real servers, exporters as processes of their own, and the pages that they answer: what demo and benchmark share. */
@NullMarked
package io.dbvitals.demo;

import org.jspecify.annotations.NullMarked;
