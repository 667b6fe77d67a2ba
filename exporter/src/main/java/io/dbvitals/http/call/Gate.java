package io.dbvitals.http.call;

import io.dbvitals.config.api.ApiConfig;
import io.dbvitals.http.access.Access;
import io.dbvitals.http.access.Addresses;
import io.dbvitals.http.access.Admission;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.resource.Caller;
import io.dbvitals.http.resource.Operation;
import io.dbvitals.http.resource.RefusalReason;
import java.util.Locale;
import org.eclipse.jetty.server.Request;

/** Lets a call through to its resource, or says why not. */
public final class Gate {
    private final Access access;
    private final Refusals refusals;
    private final CallLimits limits = new CallLimits();

    public Gate(Access access, Refusals refusals) {
        this.access = access;
        this.refusals = refusals;
    }

    /** Whose call it is, if it may be made now. */
    public Caller admit(Request request, Operation operation) throws Refusal {
        Admission admission = Admission.on(request);
        ApiConfig terms = access.terms();
        checkRole(request, operation, admission.caller(), terms);
        if (operation.changes()) {
            counted(request, RefusalReason.CROSS_SITE, () -> CrossSite.check(request, admission));
        }
        counted(
                request,
                RefusalReason.RATE_LIMITED,
                () -> limits.check(request, admission.caller(), operation.changes(), terms.limits()));
        return admission.caller();
    }

    private void checkRole(Request request, Operation operation, Caller caller, ApiConfig terms) throws Refusal {
        if (caller.role().covers(operation.role())) {
            return;
        }
        String needed = operation.role().name().toLowerCase(Locale.ROOT);
        if (!terms.hasAdmins()) {
            refusals.count(RefusalReason.ROLE, Addresses.full(request));
            throw new Refusal(
                    403,
                    "this needs the role " + needed
                            + ", which nobody has: name users in api.admins, or give a token or a"
                            + " certificate this role in api.tokens or api.subjects of the configuration");
        }
        if (caller.equals(Caller.ANONYMOUS) && access.hasLogins()) {
            refusals.count(RefusalReason.LOGIN, Addresses.full(request));
            throw new Refusal(401, "this needs the login of an " + needed, "WWW-Authenticate", access.challenge());
        }
        refusals.count(RefusalReason.ROLE, Addresses.full(request));
        throw new Refusal(403, "this needs the role " + needed + ", which " + caller.name() + " does not have");
    }

    private void counted(Request request, RefusalReason reason, Check check) throws Refusal {
        try {
            check.run();
        } catch (Refusal refusal) {
            refusals.count(reason, Addresses.full(request));
            throw refusal;
        }
    }

    private interface Check {
        void run() throws Refusal;
    }
}
