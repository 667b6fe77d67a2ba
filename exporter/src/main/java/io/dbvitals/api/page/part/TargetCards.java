package io.dbvitals.api.page.part;

import io.dbvitals.api.dashboard.Dashboard;
import io.dbvitals.api.dashboard.TargetCard;
import io.dbvitals.api.page.html.Figures;
import io.dbvitals.api.page.html.Html;
import io.dbvitals.api.page.html.State;
import io.dbvitals.health.HealthReport.Status;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All targets, the worst first: large what needs somebody, small what does not. */
public final class TargetCards {
    /** From here on, a bar is green; health itself decides by more than the score. */
    private static final double GOOD_SCORE = 90;

    /** More that are well are folded away while something else needs the eye. */
    private static final int MOST_TILES = 12;

    private static final Comparator<TargetCard> WORST_FIRST = Comparator.comparing(TargetCard::status)
            .reversed()
            .thenComparing(TargetCard::paused)
            .thenComparingDouble(card -> card.score().orElse(-1.0))
            .thenComparing(TargetCard::name);

    private TargetCards() {}

    static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    public static void write(Html html, Dashboard dashboard) {
        Heading.open(html, "targets", "Targets", dashboard.targets().size());
        if (dashboard.targets().isEmpty()) {
            html.open("p", "class", "empty")
                    .text("Nothing is watched yet: name servers under ")
                    .put("code", "targets")
                    .text(" in the configuration.")
                    .close("p");
        }
        List<TargetCard> sorted =
                dashboard.targets().stream().sorted(WORST_FIRST).toList();
        List<TargetCard> troubled =
                sorted.stream().filter(card -> !isHealthy(card)).toList();
        List<TargetCard> healthy =
                sorted.stream().filter(TargetCards::isHealthy).toList();
        list(html, "cards", troubled, dashboard);
        if (healthy.size() <= MOST_TILES) {
            list(html, "tiles", healthy, dashboard);
        } else {
            folded(html, healthy, troubled.isEmpty(), dashboard);
        }
        html.close("section");
    }

    private static boolean isHealthy(TargetCard card) {
        return card.status() == Status.HEALTHY;
    }

    private static void folded(Html html, List<TargetCard> healthy, boolean open, Dashboard dashboard) {
        if (open) {
            html.open("details", "data-key", "healthy", "open", "");
        } else {
            html.open("details", "data-key", "healthy");
        }
        html.put("summary", healthy.size() + " healthy targets");
        list(html, "tiles", healthy, dashboard);
        html.close("details");
    }

    private static void list(Html html, String style, List<TargetCard> cards, Dashboard dashboard) {
        if (cards.isEmpty()) {
            return;
        }
        html.open("ul", "class", style);
        cards.forEach(card -> card(html, card, dashboard));
        html.close("ul");
    }

    private static void card(Html html, TargetCard card, Dashboard dashboard) {
        State state = State.of(card.status());
        String anchor = "target=" + encoded(card.name());
        html.open("li", "class", "card " + state.style(), "id", anchor, "data-key", card.name())
                .open("h3")
                .put("a", card.name(), "href", "#" + anchor, "title", card.name(), "class", "name")
                .close("h3")
                .open("p", "class", "line")
                .state(state, word(card.status()));
        if (card.paused()) {
            html.state(State.QUIET, "paused");
        }
        html.put("span", kind(card), "class", "kind").close("p");
        score(html, card);
        if (!card.error().isEmpty()) {
            html.put("p", card.error(), "class", "why");
        }
        losses(html, card);
        html.open("p", "class", "asked soft");
        card.responseTime().ifPresent(time -> html.text("answered in " + Figures.duration(time) + ", "));
        Optional<Duration> age = card.age();
        if (age.isPresent()) {
            html.text("asked ").time(dashboard.at().minus(age.get()));
        } else {
            html.text("not asked yet");
        }
        html.close("p").close("li");
    }

    private static String kind(TargetCard card) {
        return card.kind()
                + card.replica()
                        .map(replica -> replica ? " · replica" : " · primary")
                        .orElse("");
    }

    private static void score(Html html, TargetCard card) {
        html.open("p", "class", "score");
        if (card.score().isPresent()) {
            double score = card.score().get();
            State state = score >= GOOD_SCORE ? State.GOOD : score >= 50 ? State.WARNING : State.BAD;
            html.put("strong", points(score))
                    .put("span", " of 100", "class", "soft")
                    .bar(score / 100, state);
        } else {
            html.put("span", "no score yet", "class", "soft");
        }
        html.close("p");
    }

    private static void losses(Html html, TargetCard card) {
        if (card.losses().isEmpty()) {
            return;
        }
        html.open("ul", "class", "losses");
        for (TargetCard.Loss loss : card.losses()) {
            html.open("li")
                    .put("strong", "−" + points(loss.points()))
                    .open("span")
                    .put("b", loss.component())
                    // A dead target has one reason, and it stands above.
                    .text(loss.cause().equals(card.error()) ? "" : loss.cause())
                    .close("span")
                    .close("li");
        }
        html.close("ul");
    }

    private static String points(double points) {
        return points == Math.rint(points)
                ? String.valueOf(Math.round(points))
                : String.format(Locale.ROOT, "%.1f", points);
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
