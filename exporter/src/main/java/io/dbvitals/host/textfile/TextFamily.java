package io.dbvitals.host.textfile;

import java.util.ArrayList;
import java.util.List;

/** The lines of a page that belong together. */
record TextFamily(String name, String type, String help, List<TextSample> samples) {
    TextFamily(String name) {
        this(name, "untyped", "", new ArrayList<>());
    }

    TextFamily typed(String as) {
        return new TextFamily(name, as, help, samples);
    }

    TextFamily helped(String with) {
        return new TextFamily(name, type, with, samples);
    }
}
