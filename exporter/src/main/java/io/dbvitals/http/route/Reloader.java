package io.dbvitals.http.route;

import io.dbvitals.config.yaml.ConfigException;

/** Reads the configuration anew. */
public interface Reloader {
    /** Returns when the new configuration is in use; when it throws, the old one still is. */
    void reload() throws ConfigException;
}
