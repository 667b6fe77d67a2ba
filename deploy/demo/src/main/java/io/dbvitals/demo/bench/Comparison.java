package io.dbvitals.demo.bench;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.bench.Figures.Figure;
import java.util.List;

/** What several exporters cost together, for one who runs them side by side. */
final class Comparison {
    private Comparison() {}

    /** Costs and sizes are sums; they are scraped at the same time, so a duration is that of the slowest. */
    static Figures together(List<Figures> peers) throws DemoException {
        Figures together = new Figures("peers, together");
        for (Figure figure : Figure.values()) {
            double value = 0;
            for (Figures peer : peers) {
                value = figure.slowest() ? Math.max(value, peer.get(figure)) : value + peer.get(figure);
            }
            together.set(figure, value);
        }
        together.set(Figure.CPU_OF_SERIES, together.get(Figure.CPU) / together.get(Figure.SERIES) * 1_000);
        return together;
    }
}
