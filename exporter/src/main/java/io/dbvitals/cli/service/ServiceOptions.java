package io.dbvitals.cli.service;

import io.dbvitals.alerts.web.Trust;
import io.dbvitals.config.Config;
import io.dbvitals.config.Secret;
import io.dbvitals.config.WebConfig;
import io.dbvitals.config.load.WebConfigLoader;
import io.dbvitals.config.yaml.ConfigException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a command asks a service that runs, and which, or does its work alone. */
public final class ServiceOptions {
    @Option(
            names = "--service",
            paramLabel = "URL",
            description = {
                "Ask the dbvitals that runs there, as http://db1:9999.",
                "Default: the one at the configured listen address; where none runs, the work is done alone."
            })
    private @Nullable String service;

    @Option(names = "--alone", description = "Ask no service: read the targets from here.")
    private boolean alone;

    @Option(names = "--service-user", paramLabel = "NAME", description = "User of the service.")
    private String user = "";

    @Option(
            names = "--service-password-file",
            paramLabel = "FILE",
            description = "File that holds the password of that user.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File that holds a token for the service, instead of user and password.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "PEM certificates that the service's must be signed by. Default: those that Java trusts.")
    private @Nullable Path caFile;

    /** What is asked of a service. */
    public interface Asked<T> {
        T from(Service service) throws ServiceException, ConfigException, InterruptedException;
    }

    /** The same work without one; {@code why} there is none. */
    public interface Alone<T> {
        T read(Config config, String why) throws ConfigException, InterruptedException;
    }

    /** The configuration, which is not needed where a service is named. */
    public interface Configuration {
        Config read() throws ConfigException;
    }

    /**
     * Asks the service, or does the work alone where none runs and none was named.
     *
     * @param oneServer whether the options name a server to read: then no service is asked, which would speak of others
     */
    public <T> T answer(Configuration configuration, boolean oneServer, Asked<T> asked, Alone<T> work)
            throws ConfigException, InterruptedException {
        if (service != null) {
            if (alone) {
                throw new ConfigException("--alone and --service are both given; remove one");
            }
            try {
                return asked.from(service(named(service)));
            } catch (ServiceException e) {
                throw new ConfigException(String.valueOf(e.getMessage()), e);
            }
        }
        Config config = configuration.read();
        if (alone || oneServer) {
            return work.read(config, alone ? "--alone" : "--url");
        }
        try {
            return asked.from(service(configured(config)));
        } catch (ServiceException e) {
            if (e.absent()) {
                return work.read(config, String.valueOf(e.getMessage()));
            }
            throw new ConfigException(e.getMessage() + "; or read the targets from here (--alone)", e);
        }
    }

    private Service service(URI address) throws ConfigException {
        if (!user.isEmpty() && tokenFile != null) {
            throw new ConfigException("--service-user and --token-file are both given; remove one");
        }
        if (user.isEmpty() != (passwordFile == null)) {
            throw new ConfigException("--service-user and --service-password-file belong together");
        }
        Optional<SSLContext> trust = caFile == null ? Optional.empty() : Optional.of(Trust.in(caFile, "--ca-file"));
        return Service.at(address, new Service.Login(user, secret(passwordFile), secret(tokenFile)), trust);
    }

    private static Secret secret(@Nullable Path file) {
        return file == null ? Secret.NONE : new Secret.File(file);
    }

    private static URI named(String text) throws ConfigException {
        try {
            URI address = URI.create(text.strip());
            if (String.valueOf(address.getScheme()).matches("https?")
                    && address.getHost() != null
                    && address.getRawUserInfo() == null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // Said below, as what else is no address.
        }
        throw new ConfigException("--service must be an address such as http://db1:9999, without user and password");
    }

    /** From here, all interfaces are reached by the loopback. */
    private static URI configured(Config config) throws ConfigException {
        WebConfig web = config.webConfig().isPresent()
                ? WebConfigLoader.load(config.webConfig().get())
                : WebConfig.OPEN;
        String host = config.listen().host();
        boolean all = host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
        return URI.create((web.tls().isPresent() ? "https" : "http") + "://"
                + new Config.Endpoint(all ? "127.0.0.1" : host, config.listen().port()));
    }
}
