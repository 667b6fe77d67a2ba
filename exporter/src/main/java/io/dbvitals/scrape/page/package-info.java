/** Makes one page of the families of many collectors: each name once, whatever they are called and typed. */
@NullMarked
package io.dbvitals.scrape.page;

import org.jspecify.annotations.NullMarked;
