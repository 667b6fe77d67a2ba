package io.dbvitals.host.filesystem;

import io.dbvitals.host.kernel.KernelText;
import io.dbvitals.host.kernel.Roots;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of {@code mountinfo}.
 *
 * @param point as the machine names it
 * @param readOnly the mount or the file system itself
 */
record Mount(String device, String major, String minor, String point, String type, boolean readOnly) {
    /** Those of process 1, which are the machine's, else of this process. */
    static List<Mount> all(Roots roots, KernelText text) throws CollectException {
        File init = roots.proc("1/mountinfo");
        File own = roots.proc("self/mountinfo");
        // Without rights to process 1 the file can be opened and yet not be read.
        if (!(text.attempt(init) && text.line()) && !(text.attempt(own) && text.line())) {
            throw new CollectException(Reason.UNSUPPORTED, "neither " + init + " nor " + own + " can be read");
        }
        List<Mount> mounts = new ArrayList<>();
        do {
            // 36 35 98:0 /root /mnt rw,noatime shared:1 - ext4 /dev/sda1 rw
            text.upTo(':');
            String before = text.text();
            String major = before.substring(before.lastIndexOf(' ') + 1);
            text.field();
            String minor = text.text();
            text.field(2);
            String point = roots.stripped(unescaped(text.text()));
            text.field();
            boolean readOnly = readOnly(text.text());
            boolean complete;
            do {
                complete = text.field();
            } while (complete && !text.is("-"));
            if (complete && text.field()) {
                String type = text.text();
                text.field();
                String device = unescaped(text.text());
                text.field();
                mounts.add(new Mount(device, major, minor, point, type, readOnly || readOnly(text.text())));
            }
        } while (text.line());
        return mounts;
    }

    private static boolean readOnly(String options) {
        for (String option : options.split(",", -1)) {
            if (option.equals("ro") || option.equals("emergency_ro")) {
                return true;
            }
        }
        return false;
    }

    /** Space, tab, newline and backslash stand as three octal digits. */
    private static String unescaped(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        return text.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
