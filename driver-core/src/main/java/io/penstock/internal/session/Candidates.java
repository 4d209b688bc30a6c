package io.penstock.internal.session;

import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import io.penstock.config.LoadBalanceHosts;
import io.penstock.config.TargetSessionAttrs;
import io.penstock.error.PgConnectException;
import io.penstock.error.PgException;
import io.penstock.error.SqlState;
import io.penstock.internal.flow.Deadline;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The addresses to try, in their order: every address of every host, twice where a standby is only preferred. Names are
 * resolved anew for each connection.
 */
final class Candidates {

    /** One address and what the server behind it must be. */
    record Candidate(HostAddress host, @Nullable InetAddress address, TargetSessionAttrs wanted) {}

    /** Finds the addresses of a host. */
    interface Names {

        /** At least one; may block. */
        InetAddress[] addressesOf(String host) throws UnknownHostException;
    }

    private final List<Candidate> all;
    private final List<PgException> failures;
    private int next;

    private Candidates(List<Candidate> all, List<PgException> failures) {
        this.all = all;
        this.failures = failures;
    }

    /** Blocks while names are resolved: off the loop. */
    static Candidates resolve(ConnectionOptions options, Names names, SecureRandom random) {
        var failures = new ArrayList<PgException>();
        var hosts = new ArrayList<>(options.hosts());
        if (options.loadBalanceHosts() == LoadBalanceHosts.RANDOM) {
            Collections.shuffle(hosts, random);
        }
        var found = new ArrayList<Candidate>();
        for (var host : hosts) {
            addAddresses(host, options, names, random, found, failures);
        }
        return new Candidates(rounds(found, options.targetSessionAttrs()), failures);
    }

    private static void addAddresses(
            HostAddress host,
            ConnectionOptions options,
            Names names,
            SecureRandom random,
            List<Candidate> found,
            List<PgException> failures) {
        if (!(host instanceof HostAddress.Tcp tcp)) {
            found.add(new Candidate(host, null, TargetSessionAttrs.ANY));
            return;
        }
        try {
            var addresses = new ArrayList<>(List.of(names.addressesOf(tcp.dialled())));
            if (options.loadBalanceHosts() == LoadBalanceHosts.RANDOM) {
                Collections.shuffle(addresses, random);
            }
            addresses.forEach(address -> found.add(new Candidate(host, address, TargetSessionAttrs.ANY)));
        } catch (UnknownHostException e) {
            failures.add(new PgConnectException(
                    "host name \"" + tcp.dialled() + "\" cannot be resolved",
                    SqlState.SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION,
                    e));
        }
    }

    private static List<Candidate> rounds(List<Candidate> found, TargetSessionAttrs wanted) {
        return switch (wanted) {
            case PREFER_STANDBY -> {
                var rounds = new ArrayList<>(wanting(found, TargetSessionAttrs.STANDBY));
                rounds.addAll(wanting(found, TargetSessionAttrs.ANY));
                yield rounds;
            }
            case ANY, READ_WRITE, READ_ONLY, PRIMARY, STANDBY -> wanting(found, wanted);
        };
    }

    private static List<Candidate> wanting(List<Candidate> found, TargetSessionAttrs wanted) {
        return found.stream()
                .map(candidate -> new Candidate(candidate.host(), candidate.address(), wanted))
                .toList();
    }

    /** Names that did not resolve. */
    List<PgException> failures() {
        return failures;
    }

    @Nullable
    Candidate next() {
        return next == all.size() ? null : all.get(next++);
    }

    void startOver() {
        next = 0;
    }

    /** What the candidate just taken may use of the time: an equal share, so that a dead host leaves some for the others. */
    Deadline share(Deadline total) {
        var left = all.size() - next + 1;
        return Deadline.after(Duration.ofNanos(total.remainingNanos() / left), System::nanoTime);
    }
}
