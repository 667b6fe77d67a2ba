package io.dbvitals.cli;

import io.dbvitals.app.change.ChangeLog;
import io.dbvitals.app.change.Thresholds;
import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.cli.service.Service;
import io.dbvitals.cli.service.ServiceException;
import io.dbvitals.cli.service.ServiceOptions;
import io.dbvitals.cli.terminal.ConfigOptions;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.config.Config;
import io.dbvitals.config.Config.Threshold;
import io.dbvitals.config.json.Json;
import io.dbvitals.config.json.JsonNode;
import io.dbvitals.config.thresholds.ThresholdChange;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.http.answer.Refusal;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Changes a threshold of the service that runs, or in the file beside the configuration. */
@Command(
        name = "set-threshold",
        description = {
            "Changes a threshold, without touching the configuration: alerts and scores compare with the new number.",
            "It is kept beside the configuration, in dbvitals.overrides.yaml, and put on record in guard.audit_file. Where no "
                    + "service runs, or with --alone, the file is changed from here, and a dbvitals that runs notices."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 it is changed, 3 it is not.",
            "",
            "Examples:",
            "  dbvitals config set-threshold connections_used_ratio --warning 0.7 --critical 0.9 --token-file alice.token",
            "  dbvitals config set-threshold replication_lag_seconds --target primary --warning 120 --alone",
            "  dbvitals config set-threshold connections_used_ratio --reset --alone"
        })
final class SetThresholdCommand implements Callable<Integer> {
    private static final String PATH = "/api/v1/config/threshold";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Parameters(paramLabel = "NAME", description = "The threshold, as in thresholds of the configuration.")
    private String name = "";

    @Option(names = "--target", paramLabel = "TARGET", description = "Of that target only. Default: of all.")
    private String target = "";

    @Option(names = "--warning", paramLabel = "NUMBER", description = "Default: as it is.")
    private @Nullable Double warning;

    @Option(names = "--critical", paramLabel = "NUMBER", description = "Default: as it is.")
    private @Nullable Double critical;

    @Option(names = "--reset", description = "Back to what the configuration says.")
    private boolean reset;

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        ThresholdChange change = change();
        String said = service.answer(
                options::read,
                options.oneServer(),
                running -> asked(running, change),
                (config, why) -> alone(config, change));
        PrintWriter out = spec.commandLine().getOut();
        out.println(said);
        out.flush();
        return ExitCode.OK;
    }

    private ThresholdChange change() throws ConfigException {
        if (reset && (warning != null || critical != null)) {
            throw new ConfigException("--reset and a number are both given; remove one");
        }
        if (reset) {
            return ThresholdChange.reset(target, name);
        }
        Map<String, Optional<Double>> numbers = new HashMap<>();
        if (warning != null) {
            numbers.put("warning", Optional.of(warning));
        }
        if (critical != null) {
            numbers.put("critical", Optional.of(critical));
        }
        if (numbers.isEmpty()) {
            throw new ConfigException("give --warning, --critical or both, or --reset");
        }
        return new ThresholdChange(target, name, numbers);
    }

    private static String asked(Service running, ThresholdChange change)
            throws ServiceException, ConfigException, InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", change.name());
        body.put("target", change.target());
        body.putAll(change.numbers());
        JsonNode answer = running.post(PATH, Json.write(body));
        return text(new Thresholds.Changed(
                        change.target(), change.name(), threshold(answer, "before"), threshold(answer, "now")))
                + ", by " + running.name();
    }

    private static Optional<Threshold> threshold(JsonNode answer, String member) {
        return answer.member(member)
                .map(numbers -> new Threshold(number(numbers, "warning"), number(numbers, "critical")));
    }

    private static Optional<Double> number(JsonNode numbers, String severity) {
        return Optional.of(numbers.number(severity)).filter(Double::isFinite);
    }

    private static String alone(Config config, ThresholdChange change) throws ConfigException {
        Thresholds thresholds = new Thresholds(
                () -> config, changes -> {}, new ChangeLog(() -> config.guard().auditFile()), InstantSource.system());
        try {
            return text(thresholds.change(change, System.getProperty("user.name", "unknown"))) + ", in "
                    + config.changes().file().map(Object::toString).orElse("");
        } catch (Refusal e) {
            throw new ConfigException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String text(Thresholds.Changed changed) {
        return Texts.plain((changed.target().isEmpty() ? "" : changed.target() + ": ") + changed.text());
    }
}
