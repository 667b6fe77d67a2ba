package io.dbvitals.host.system;

import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.host.libc.ClockState;
import io.dbvitals.host.libc.NativeCalls;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** How well the clock is kept: adjtimex(2). */
public final class Timex extends KernelCollector {
    /** In the status: offset and jitter are in nanoseconds. */
    private static final int NANOSECONDS = 0x2000;

    private static final double PPM = 65536.0 * 1e6;

    private static final Meter OFFSET =
            gauge("offset_seconds", "How far the clock is from the time that it is being set to, in seconds.");
    private static final Meter FREQUENCY =
            gauge("frequency_adjustment_ratio", "How much faster than its hardware the clock is made to run.");
    private static final Meter MAX_ERROR =
            gauge("maxerror_seconds", "The most that the clock may be wrong, in seconds.");
    private static final Meter ERROR =
            gauge("estimated_error_seconds", "How wrong the clock is by estimate, in seconds.");
    private static final Meter STATUS = gauge("status", "Flags of the clock, as a number.");
    private static final Meter CONSTANT = gauge("loop_time_constant", "Time constant of the loop that sets the clock.");
    private static final Meter TICK = gauge("tick_seconds", "Time between ticks of the clock in seconds.");
    private static final Meter PPS_FREQUENCY = gauge("pps_frequency_hertz", "Frequency of the pulse a second.");
    private static final Meter PPS_JITTER = gauge("pps_jitter_seconds", "Jitter of the pulse a second, in seconds.");
    private static final Meter PPS_SHIFT = gauge("pps_shift_seconds", "Length of intervals of the pulse a second.");
    private static final Meter PPS_STABILITY = gauge("pps_stability_hertz", "Stability of the pulse a second.");
    private static final Meter PPS_JITTERS = counter("pps_jitter", "Pulses whose jitter was too large.");
    private static final Meter PPS_CALIBRATIONS = counter("pps_calibration", "Intervals of calibration.");
    private static final Meter PPS_ERRORS = counter("pps_error", "Errors of calibration.");
    private static final Meter PPS_UNSTABLE = counter("pps_stability_exceeded", "Pulses that were too unstable.");
    private static final Meter TAI = gauge("tai_offset_seconds", "How far TAI is ahead of UTC, in seconds.");
    private static final Meter SYNCHRONISED =
            gauge("sync_status", "Whether the clock is held to be right (1), as by an NTP service, or not (0).");

    private final NativeCalls calls;

    public Timex(Site site, NativeCalls calls) {
        super("timex", site);
        this.calls = calls;
    }

    private static Meter gauge(String name, String help) {
        return Meter.gauge("node_timex_" + name, help);
    }

    private static Meter counter(String name, String help) {
        return Meter.counter("node_timex_" + name + "_total", help);
    }

    @Override
    public Optional<String> absent() {
        return calls.hopeless() ? Optional.of("native") : Optional.empty();
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        if (!calls.possible()) {
            return List.of();
        }
        ClockState state;
        try {
            state = calls.clock();
        } catch (IOException e) {
            throw new CollectException(Reason.DENIED, "adjtimex: " + e.getMessage(), e);
        }
        double divisor = (state.status() & NANOSECONDS) != 0 ? 1e9 : 1e6;
        Labels labels = site.labels();
        return List.of(
                OFFSET.of(labels, state.offset() / divisor),
                FREQUENCY.of(labels, 1 + state.frequency() / PPM),
                MAX_ERROR.of(labels, state.maxError() / 1e6),
                ERROR.of(labels, state.estimatedError() / 1e6),
                STATUS.of(labels, state.status()),
                CONSTANT.of(labels, state.constant()),
                TICK.of(labels, state.tick() / 1e6),
                PPS_FREQUENCY.of(labels, state.ppsFrequency() / PPM),
                PPS_JITTER.of(labels, state.jitter() / divisor),
                PPS_SHIFT.of(labels, state.shift()),
                PPS_STABILITY.of(labels, state.stability() / PPM),
                PPS_JITTERS.of(labels, state.jitterCount()),
                PPS_CALIBRATIONS.of(labels, state.calibrations()),
                PPS_ERRORS.of(labels, state.errors()),
                PPS_UNSTABLE.of(labels, state.stabilityExceeded()),
                TAI.of(labels, state.tai()),
                SYNCHRONISED.of(labels, state.synchronised() ? 1 : 0));
    }
}
