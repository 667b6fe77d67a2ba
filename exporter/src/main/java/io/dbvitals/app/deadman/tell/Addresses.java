package io.dbvitals.app.deadman.tell;

import io.dbvitals.config.yaml.ConfigException;
import java.net.URI;

/** Addresses of HTTP servers. */
public final class Addresses {
    private Addresses() {}

    /**
     * Reads one.
     *
     * @param of whose it is, as the option, for the message
     * @param shown whether the message may quote it
     */
    public static URI http(String of, String text, boolean shown) throws ConfigException {
        try {
            URI address = URI.create(text.strip());
            String scheme = String.valueOf(address.getScheme());
            if (address.getHost() != null && scheme.matches("https?") && address.getRawUserInfo() == null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // Its message would quote the address.
            throw refused(of, text, shown);
        }
        throw refused(of, text, shown);
    }

    private static ConfigException refused(String of, String text, boolean shown) {
        return new ConfigException(of + " must be an address such as https://host:port/path, without user and password"
                + (shown ? ", not \"" + text.replaceFirst("//[^/@]*@", "//***@") + "\"" : ""));
    }
}
