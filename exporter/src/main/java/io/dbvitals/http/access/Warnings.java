package io.dbvitals.http.access;

import io.dbvitals.config.WebConfig;
import io.dbvitals.config.api.ApiConfig;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the configuration of the API says in vain, as the web configuration is now; each is said once until it changes. */
record Warnings(List<String> texts) {
    private static final Logger logger = LoggerFactory.getLogger(Warnings.class);

    static final Warnings NONE = new Warnings(List.of());

    Warnings {
        texts = List.copyOf(texts);
    }

    static Warnings of(WebConfig web, ApiConfig api) {
        List<String> texts = new ArrayList<>();
        for (String admin : api.admins()) {
            if (!web.users().containsKey(admin)) {
                texts.add("api.admins names \"" + admin + "\", who is no user; add this name with a bcrypt hash to"
                        + " basic_auth_users of the web configuration");
            }
        }
        if (!api.subjects().isEmpty() && !Subjects.areVerified(web)) {
            texts.add("api.subjects lets nobody in, as no certificates of clients are verified; set client_auth_type:"
                    + " VerifyClientCertIfGiven and client_ca_file in the web configuration");
        }
        if (api.hasAdmins() && web.tls().isEmpty()) {
            texts.add("admins log in over plain HTTP, where others can read along; set tls_server_config in the web"
                    + " configuration, or listen on 127.0.0.1 behind a proxy with TLS");
        }
        return new Warnings(texts);
    }

    Warnings after(Warnings before) {
        texts.stream().filter(text -> !before.texts().contains(text)).forEach(text -> logger.warn("{}", text));
        return this;
    }
}
