package io.dbvitals.host.textfile;

import java.util.Map;

/** A line of a page: a name, labels in their order, a value. */
record TextSample(String name, Map<String, String> labels, double value) {}
