package io.dbvitals.replication.mysql;

/**
 * Why a replication thread stopped, by the server's number: its message quotes the statement, with the values in it, and is not shown.
 *
 * @param meaning in a few words
 * @param remedy what to do
 */
record ThreadError(String meaning, String remedy) {
    private static final String DIFFERS =
            "compare the two servers (pt-table-checksum), repair the row or build the replica anew; skip the event only if it is known";

    static ThreadError of(int number) {
        return switch (number) {
            case 0 -> new ThreadError("no error", "START REPLICA, if nobody stopped it on purpose");
            case 1045 ->
                new ThreadError("the source refuses the user", "see the user's name and password on the source");
            case 1062 -> new ThreadError("a row that comes is already there", DIFFERS);
            case 1032 -> new ThreadError("a row to change is not there", DIFFERS);
            case 1146, 1049, 1054, 1050, 1007, 1008, 1051, 1091 ->
                new ThreadError("tables or databases differ from those of the source", DIFFERS);
            case 1236, 13114 ->
                new ThreadError(
                        "the source does not send: it has removed that binary log, or another replica has the same server_id",
                        "give each server a server_id of its own; else build the replica anew, and keep binary logs for longer");
            case 1593, 13117 ->
                new ThreadError(
                        "a fatal error, as where source and replica have the same server_id",
                        "give each server a server_id of its own; else see the error log");
            case 1205, 1213 ->
                new ThreadError("locks of other sessions were in the way", "end those sessions, then START REPLICA");
            case 2002, 2003, 2005, 2013, 2026 ->
                new ThreadError(
                        "the source cannot be reached", "see whether it runs, its name and port, firewall and TLS");
            default -> new ThreadError("see its message in the server's error log", "repair that, then START REPLICA");
        };
    }
}
