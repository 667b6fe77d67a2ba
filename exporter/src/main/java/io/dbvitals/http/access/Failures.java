package io.dbvitals.http.access;

import java.util.Optional;

/**
 * How many logins from one address may still be wrong.
 *
 * @param address of the machine; of an IPv6 one its network, of which each machine has as many addresses as it likes
 */
record Failures(Buckets buckets, String address, int perMinute) {
    /** Empty where one more may be tried. */
    Optional<Admission> take() {
        return buckets.take(address, perMinute).map(Admission::limited);
    }

    /** The last one was right, or was not tried. */
    void giveBack() {
        buckets.giveBack(address, perMinute);
    }
}
