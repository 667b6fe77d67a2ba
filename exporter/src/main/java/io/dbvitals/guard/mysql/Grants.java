package io.dbvitals.guard.mysql;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Control;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this guard's account may do.
 *
 * @param process whether it sees the sessions of others
 * @param admin whether it may end them
 * @param accounts whether it may read who has which rights
 * @param schema whether it may read {@code performance_schema}
 */
record Grants(boolean process, boolean admin, boolean accounts, boolean schema) {
    private static final Pattern GRANT = Pattern.compile("GRANT (.+?) ON (?:TABLE )?(\\S+) TO .*", Pattern.DOTALL);
    private static final Set<String> ACCOUNTS = Set.of("*.*", "`mysql`.*", "`mysql`.`user`");
    private static final Set<String> SCHEMA = Set.of("*.*", "`performance_schema`.*");

    /** With those of the roles that are in force. */
    static Grants read(Control control, boolean mariaDb) throws CollectException {
        // MariaDB adds them by itself.
        String roles = mariaDb
                ? "NONE"
                : control.read("SELECT current_role()", List.of(), rows -> rows.next() ? rows.text(0) : "NONE");
        String using = roles.isEmpty() || roles.equals("NONE") ? "" : " FOR CURRENT_USER() USING " + roles;
        return control.read("SHOW GRANTS" + using, List.of(), rows -> {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                lines.add(rows.text(0));
            }
            return of(lines);
        });
    }

    /** From the lines of {@code SHOW GRANTS}. */
    static Grants of(List<String> lines) {
        Set<String> global = new HashSet<>();
        boolean accounts = false;
        boolean schema = false;
        for (String line : lines) {
            Matcher grant = GRANT.matcher(line);
            if (!grant.matches()) {
                continue;
            }
            // Names of columns stand between brackets.
            List<String> rights =
                    List.of(grant.group(1).replaceAll("\\s*\\([^)]*\\)", "").split(",\\s*", -1));
            if (grant.group(2).equals("*.*")) {
                global.addAll(rights);
            }
            boolean select = rights.contains("SELECT") || rights.contains("ALL PRIVILEGES");
            accounts |= select && ACCOUNTS.contains(grant.group(2));
            schema |= select && SCHEMA.contains(grant.group(2));
        }
        boolean all = global.contains("ALL PRIVILEGES");
        return new Grants(
                all || global.contains("PROCESS"),
                all
                        || global.contains("SUPER")
                        || global.contains("CONNECTION ADMIN")
                        || global.contains("CONNECTION_ADMIN"),
                accounts,
                schema);
    }
}
