package io.dbvitals.migration;

import io.dbvitals.migration.state.Place;

/**
 * A table of a migration tool that is there and could not be read.
 *
 * @param why with the remedy
 * @param denied whether a right is missing
 */
public record Unread(Place place, String why, boolean denied) {}
