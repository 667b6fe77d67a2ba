package io.dbvitals.vector.probe;

import io.dbvitals.config.VectorConfig;
import io.dbvitals.vector.catalog.IndexName;
import io.dbvitals.vector.catalog.VectorIndex;
import io.dbvitals.vector.probe.budget.Allowance;
import io.dbvitals.vector.probe.budget.Cost;
import io.dbvitals.vector.probe.series.Failure;
import io.dbvitals.vector.probe.series.IndexSeries;
import io.dbvitals.vector.search.QueryPool;
import io.dbvitals.vector.search.Search;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An index that is searched, and what is remembered of it. One thread searches; another may look at {@link #search}, {@link #latest}
 * and the series.
 */
final class Subject {
    private static final Logger logger = LoggerFactory.getLogger(Subject.class);

    /** Values that are drawn at a time. */
    private static final int POOL = 64;
    /** Where rows are rare among those of a table, as under a partial index: so many times more blocks are drawn from. */
    private static final int WIDER = 16;

    /** One of so many searches is explained, where a round has no more. */
    private static final int EXPLAINED = 5;

    private static final int ROUNDS_SAVED = 4;
    private static final Duration DRAWN_EVERY = Duration.ofHours(1);

    private final VectorConfig config;
    private final IndexName name;
    private final Optional<VectorConfig.OwnQuery> own;
    private final IndexSeries series;
    private final RandomGenerator random;
    private final LongSupplier nanoClock;
    private final Allowance allowance;
    private final Cost drawing = new Cost();
    private final Cost searching = new Cost();
    private final Cost explaining = new Cost();
    private volatile Search search;
    private volatile Optional<VectorIndex> latest;
    private QueryPool pool;
    private OptionalLong drawnAtNanos = OptionalLong.empty();
    private volatile OptionalLong lostAtNanos = OptionalLong.empty();
    private Optional<Failure> failing = Optional.empty();
    private volatile boolean waiting;
    private long blocks;
    private long done;

    private Subject(
            VectorConfig config,
            Search search,
            Optional<VectorConfig.OwnQuery> own,
            IndexSeries series,
            RandomGenerator random,
            LongSupplier nanoClock) {
        this.config = config;
        this.name = search.index();
        this.own = own;
        this.series = series;
        this.random = random;
        this.nanoClock = nanoClock;
        this.allowance = new Allowance(config.maxLoad(), config.interval().multipliedBy(ROUNDS_SAVED), nanoClock);
        this.search = search;
        this.latest = search.found();
        this.pool = new QueryPool(search, random);
    }

    /** An index that the catalogs have. */
    static Subject of(
            VectorIndex index,
            VectorConfig config,
            IndexSeries series,
            RandomGenerator random,
            LongSupplier nanoClock) {
        return new Subject(config, Search.in(index, config.k(), POOL), Optional.empty(), series, random, nanoClock);
    }

    /** The index that a query of the user's names. */
    static Subject of(
            VectorConfig.OwnQuery query,
            IndexName name,
            VectorConfig config,
            IndexSeries series,
            RandomGenerator random,
            LongSupplier nanoClock) {
        return new Subject(config, Search.by(query, name), Optional.of(query), series, random, nanoClock);
    }

    IndexName name() {
        return name;
    }

    Optional<VectorConfig.OwnQuery> own() {
        return own;
    }

    IndexSeries series() {
        return series;
    }

    Allowance allowance() {
        return allowance;
    }

    Cost drawing() {
        return drawing;
    }

    Cost searching() {
        return searching;
    }

    Cost explaining() {
        return explaining;
    }

    Search search() {
        return search;
    }

    QueryPool pool() {
        return pool;
    }

    /** As the catalogs had it last; empty for a query of the user's. */
    Optional<VectorIndex> latest() {
        return latest;
    }

    /** The catalogs have been looked at, and have it. */
    void seen(VectorIndex index) {
        boolean changed = !Search.in(index, config.k(), POOL).sql().equals(search.sql());
        latest = Optional.of(index);
        lostAtNanos = OptionalLong.empty();
        if (changed) {
            blocks = 0;
            renew();
            drawnAtNanos = OptionalLong.empty();
        }
        waiting = false;
        if (!index.readable()) {
            failed(Failure.PERMISSION, "");
        }
    }

    /** The catalogs have been looked at; the index of a query of the user's is there or not. */
    void seen(boolean there) {
        waiting = false;
        if (!there) {
            series.planned(false);
        }
    }

    /** The catalogs have been looked at, and have it no more. */
    void lost() {
        waiting = false;
        if (lostAtNanos.isEmpty()) {
            lostAtNanos = OptionalLong.of(nanoClock.getAsLong());
            logger.warn("vector probe: the index {} is gone; its searches are gone on with", name);
        }
        series.planned(false);
    }

    /** Whether the catalogs have it no more. */
    boolean isLost() {
        return lostAtNanos.isPresent();
    }

    boolean lostLongerThan(Duration time) {
        return isLost() && nanoClock.getAsLong() - lostAtNanos.getAsLong() > time.toNanos();
    }

    /** Whether nothing is to be tried before the catalogs have been looked at again. */
    boolean waits() {
        return waiting;
    }

    boolean drawDue() {
        return drawnAtNanos.isEmpty() || nanoClock.getAsLong() - drawnAtNanos.getAsLong() > DRAWN_EVERY.toNanos();
    }

    /** A search with what is known of the table now, to draw values by. */
    QueryPool renew() {
        latest.ifPresent(index ->
                search = blocks == 0 ? Search.in(index, config.k(), POOL) : Search.in(index, config.k(), POOL, blocks));
        pool = new QueryPool(search, random);
        return pool;
    }

    /** So many values were drawn; whether it makes sense to draw once more, among more rows. */
    boolean drawn(int count) {
        long all = latest.map(VectorIndex::blocks).orElse(0L);
        long drawnFrom = Math.max(blocks, POOL);
        boolean wider = count == 0 && drawnFrom < all;
        blocks = count > 0 ? blocks : wider ? drawnFrom * WIDER : 0;
        drawnAtNanos = count > 0 ? OptionalLong.of(nanoClock.getAsLong()) : OptionalLong.empty();
        return wider;
    }

    /** Whether the next search is to be explained; the very first is. */
    boolean explainsNext() {
        return done % Math.max(EXPLAINED, config.searches()) == 0;
    }

    void searched() {
        done++;
        if (failing.isPresent()) {
            logger.info("vector probe of {} works again", name);
            failing = Optional.empty();
        }
    }

    /** {@code code}: the server's own, or empty. Neither statement nor values reach the log. */
    void failed(Failure failure, String code) {
        series.failed(failure);
        waiting = failure.lasts();
        if (failure.blinds() && !isLost()) {
            series.blind();
        }
        if (!failing.equals(Optional.of(failure))) {
            logger.warn(
                    "vector probe of {}{} fails: {}{}",
                    name,
                    own.map(query -> " by the query " + query.name()).orElse(""),
                    failure.label(),
                    code.isEmpty() ? "" : " (SQLSTATE " + code + ")");
            failing = Optional.of(failure);
        }
    }

    /** Nobody looks for a while; what is known of the plan gets old. */
    void rest() {
        series.blind();
    }
}
