package io.dbvitals.diagnosis.network;

import io.dbvitals.diagnosis.AtOnce;
import io.dbvitals.diagnosis.Fault;
import io.dbvitals.diagnosis.Finding;
import io.dbvitals.diagnosis.Rung;
import io.dbvitals.diagnosis.State;
import io.dbvitals.diagnosis.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The steps of one server below the login: every address of its name is tried. */
public final class Network {
    static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration RESOLVE = Duration.ofSeconds(5);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration SLOW_NAME = Duration.ofMillis(100);
    private static final int MOST_ADDRESSES = 16;

    private final Site site;
    private final Resolver resolver;
    private final Entrance entrance;
    private volatile List<InetAddress> addresses = List.of();

    public Network(Site site, Resolver resolver, Greeting greeting, Encryption wish, Entrance.Refusals refusals) {
        this.site = site;
        this.resolver = resolver;
        this.entrance = new Entrance(site, greeting, wish, refusals);
    }

    /**
     * Where the server is.
     *
     * @param any whether dbvitals takes any address of the name that answers; otherwise it takes the first only
     * @param listens the setting that says at which addresses the server listens
     */
    public record Site(String host, int port, boolean any, String listens) {}

    /** Name, port, first words. */
    public List<Rung> rungs() {
        return List.of(
                new Rung(Step.DNS, RESOLVE, this::resolve),
                new Rung(Step.TCP, CONNECT.plus(GRACE), this::connect),
                new Rung(Step.TLS, CONNECT.multipliedBy(2).plus(GRACE), this::greet));
    }

    private Finding resolve() {
        boolean literal = site.host().contains(":") || site.host().matches("[0-9.]+");
        long began = System.nanoTime();
        try {
            List<InetAddress> all = resolver.resolve(site.host());
            addresses = all.subList(0, Math.min(all.size(), MOST_ADDRESSES));
        } catch (UnknownHostException e) {
            return Finding.error(
                    "the name " + site.host() + " is not known",
                    "correct the host in the target's url, or give its full name",
                    "see what this machine asks: getent hosts " + site.host()
                            + "; /etc/resolv.conf has servers and search" + " domains");
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        String text = literal
                ? "an address, no name to look up"
                : site.host() + " is "
                        + addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
        return took.compareTo(SLOW_NAME) > 0 && !literal
                ? Finding.warning(
                        text + ", known after " + took.toMillis() + " ms",
                        "the resolver is slow: see the servers in /etc/resolv.conf, or run a cache on this machine")
                : Finding.ok(text);
    }

    private Finding connect() throws InterruptedException {
        return merged(AtOnce.each(addresses, this::connect));
    }

    private Finding greet() throws Fault, InterruptedException {
        List<Entrance.Seen> seen = AtOnce.each(addresses, entrance::seen);
        Finding merged = merged(seen.stream().map(Entrance.Seen::finding).toList());
        int first = seen.indexOf(seen.stream()
                .filter(each -> each.finding().state() == State.ERROR)
                .findFirst()
                .orElse(seen.get(0)));
        if (merged.state() == State.ERROR && seen.get(first).step() != Step.TLS) {
            throw new Fault(seen.get(first).step(), merged);
        }
        return merged;
    }

    private Finding connect(InetAddress address) {
        long began = System.nanoTime();
        String where = Entrance.text(address, site.port());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, site.port()), (int) CONNECT.toMillis());
            return Finding.ok(where + " accepts connections");
        } catch (SocketTimeoutException e) {
            return Finding.error(
                    where + " does not answer within " + CONNECT.toSeconds() + " s",
                    "a firewall drops what is sent: open port " + site.port() + " for this machine on the server, in"
                            + " between, and in the provider's security groups",
                    "the address may belong to nobody, or no route leads there: ip route get "
                            + address.getHostAddress());
        } catch (NoRouteToHostException e) {
            return Finding.error(
                    where + ": " + e.getMessage(),
                    "no way leads there: ip route get " + address.getHostAddress() + "; or a firewall rejects it");
        } catch (IOException e) {
            String said = String.valueOf(e.getMessage());
            boolean refused = said.toLowerCase(Locale.ROOT).contains("refused");
            return Finding.error(
                    where + ": " + said + " after " + (System.nanoTime() - began) / 1_000_000 + " ms",
                    refused
                            ? new String[] {
                                "nothing listens there: start the server, or correct the port in the target's url",
                                "the server may listen elsewhere: see its port and " + site.listens()
                            }
                            : new String[] {"see the network of this machine: ip addr, ip route"});
        }
    }

    /** Of all addresses: what fails for one of them fails for those who happen to take it. */
    private Finding merged(List<Finding> each) {
        List<Finding> bad =
                each.stream().filter(one -> one.state() == State.ERROR).toList();
        if (each.size() == 1 || bad.isEmpty()) {
            return each.stream()
                    .filter(one -> one.state() == State.WARNING)
                    .findFirst()
                    .orElse(each.get(0));
        }
        boolean lost = bad.size() == each.size() || (!site.any() && each.get(0).state() == State.ERROR);
        List<String> remedies = new ArrayList<>();
        if (bad.size() < each.size()) {
            remedies.add("the addresses of " + site.host() + " differ: take stale ones out of DNS"
                    + (site.any() ? "" : "; dbvitals takes the first"));
        }
        remedies.addAll(bad.get(0).remedies());
        return new Finding(
                lost ? State.ERROR : State.WARNING,
                bad.get(0).code(),
                each.stream().map(Finding::text).distinct().collect(Collectors.joining("; ")),
                remedies);
    }
}
