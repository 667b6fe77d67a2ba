package io.dbvitals.grafana.model;

/**
 * A label to choose values of, several at once.
 *
 * @param label its name, also that of the variable
 * @param series whose values are offered
 * @param all the regular expression that "All" stands for
 */
public record Variable(String label, String title, String series, String all) {
    /** Of a label that all series have. */
    static Variable required(String label, String title, String series) {
        return new Variable(label, title, series, ".+");
    }

    /** Of a label that some series lack; "All" means these, too. */
    static Variable optional(String label, String title, String series) {
        return new Variable(label, title, series, ".*");
    }
}
