package io.dbvitals.host.kernel;

import java.io.File;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What lies in a folder of the kernel's files. */
public final class Folder {
    private static final Comparator<String> AS_COUNTED =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private Folder() {}

    /** The names in it, {@code cpu2} before {@code cpu10}; none where there is no such folder. */
    public static List<String> names(File folder) {
        String[] names = folder.list();
        if (names == null) {
            return List.of();
        }
        Arrays.sort(names, AS_COUNTED);
        return Arrays.asList(names);
    }

    /** Those names that consist of {@code prefix} and a number. */
    public static List<String> numbered(File folder, String prefix) {
        return names(folder).stream().filter(name -> numbered(name, prefix)).toList();
    }

    private static boolean numbered(String name, String prefix) {
        if (!name.startsWith(prefix) || name.length() == prefix.length()) {
            return false;
        }
        for (int i = prefix.length(); i < name.length(); i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
