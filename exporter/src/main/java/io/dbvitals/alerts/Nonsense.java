package io.dbvitals.alerts;

import java.util.List;

/** Words of several shapes that nobody chooses as a label: an expression that matches one of them matches too much. */
final class Nonsense {
    static final List<String> WORDS =
            List.of("", "qzxvjkwq", "Qzxvjkwq", "QZXVJKWQ", "7041938", "q7z_x-9", "Qz xv.jk:9/");

    private Nonsense() {}
}
