package io.dbvitals.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbvitals.api.dashboard.TargetCard.Loss;
import io.dbvitals.health.score.Bounds;
import io.dbvitals.health.score.Measure;
import io.dbvitals.health.score.Score;
import io.dbvitals.health.score.Unit;
import io.dbvitals.health.score.Vital;
import java.util.List;
import org.junit.jupiter.api.Test;

class CardsTest {
    @Test
    void losses_areWhatIsMissingFromAHundred_theWorstFirst() {
        Score score = Score.of(List.of(vital("locks", 0.1), vital("connections", 0.85), vital("disk", 0.5)));
        List<Loss> losses = Cards.losses(score, "");
        assertThat(losses).extracting(Loss::component).containsExactly("connections", "disk");
        assertThat(losses.stream().mapToDouble(Loss::points).sum()).isCloseTo(100 - score.points(), within(1e-9));
        assertThat(losses.get(0).cause()).isEqualTo("used: 85 % (warning 80 %, critical 90 %)");
    }

    @Test
    void targetThatDoesNotAnswer_losesAllByThat() {
        assertThat(Cards.losses(Score.noAnswer(), "connection refused"))
                .containsExactly(new Loss("reachable", 100, "connection refused"));
    }

    private static Vital vital(String name, double used) {
        return Vital.of(name, 10, List.of(new Measure("used", used, Unit.RATIO, new Bounds(0.4, 0.8, 0.9))));
    }
}
