package io.dbvitals.alerts.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.alerts.alertmanager.Notifications.Count;
import org.junit.jupiter.api.Test;

/** What Alertmanager's metrics say of its attempts. */
class NotificationsTest {
    private static final String BEFORE = """
            # TYPE alertmanager_notification_requests_total counter
            alertmanager_notification_requests_total{integration="email"} 3
            alertmanager_notification_requests_total{integration="webhook"} 10
            alertmanager_notification_requests_failed_total{integration="webhook"} 1
            alertmanager_notifications_total{integration="webhook"} 99
            """;

    @Test
    void attempts_areThoseSince() {
        Notifications before = Notifications.of(BEFORE);
        Notifications now = Notifications.of(BEFORE.replace("} 10", "} 12").replace("} 1\n", "} 2\n"));
        assertThat(now.since(before, "any")).isEqualTo(new Count(2, 1));
        assertThat(before.since(before, "any")).isEqualTo(Count.NONE);
        assertThat(before.plus(before).since(before, "any")).isEqualTo(new Count(13, 1));
        assertThat(Notifications.of("").since(before, "any")).as("a restart").isEqualTo(Count.NONE);
    }

    @Test
    void oldAlertmanager_countsNotifications() {
        Notifications old = Notifications.of("""
                alertmanager_notifications_total{integration="webhook"} 2
                alertmanager_notifications_failed_total{integration="webhook",reason="other"} 1
                """);
        assertThat(old.since(Notifications.of(""), "any")).isEqualTo(new Count(2, 1));
    }

    @Test
    void receivers_areToldApartWhereAlertmanagerDoes() {
        Notifications some = Notifications.of("""

                alertmanager_notification_requests_total{integration="webhook",receiver_name="a"} 2
                alertmanager_notification_requests_total{integration="webhook",receiver_name="b"} 5
                """);
        assertThat(some.since(Notifications.of(""), "a")).isEqualTo(new Count(2, 0));
    }
}
