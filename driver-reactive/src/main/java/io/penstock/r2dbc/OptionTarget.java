package io.penstock.r2dbc;

import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import io.penstock.config.LoadBalanceHosts;
import io.penstock.config.PasswordSource;
import io.penstock.config.Secret;
import io.penstock.config.ServerNameIndication;
import io.penstock.config.SslMode;
import io.penstock.config.SslNegotiation;
import io.penstock.config.StatementCacheOptions;
import io.penstock.config.StatementMode;
import io.penstock.config.TcpOptions;
import io.penstock.config.TlsIdentity;
import io.penstock.config.TlsOptions;
import io.penstock.config.TlsTrust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Collects what options say, in whatever order they come. Belongs to one thread. */
final class OptionTarget {

    private final ConnectionOptions.Builder builder = ConnectionOptions.builder();
    private TlsOptions tls = TlsOptions.defaults();
    private String hosts = "localhost";
    private @Nullable String socket;
    private @Nullable Path sslCert;
    private @Nullable Path sslKey;
    private @Nullable Secret sslPassword;
    private @Nullable SslMode sslMode;
    private int port = HostAddress.DEFAULT_PORT;

    ConnectionOptions.Builder builder() {
        return builder;
    }

    ConnectionOptions build() {
        if (sslMode != null) {
            tls = tls.withMode(sslMode);
        }
        if (sslCert != null && sslKey != null) {
            tls = tls.withIdentity(
                    sslPassword == null
                            ? TlsIdentity.pemFiles(sslCert, sslKey)
                            : TlsIdentity.pemFiles(sslCert, sslKey, sslPassword));
        } else if (sslCert != null || sslKey != null) {
            throw new IllegalArgumentException("options sslCert and sslKey go together");
        }
        return builder.tls(tls).hosts(addresses()).build();
    }

    private List<HostAddress> addresses() {
        var addresses = new ArrayList<HostAddress>();
        if (socket != null) {
            addresses.add(unixSocket(socket));
            return addresses;
        }
        for (var host : hosts.split(",", -1)) {
            addresses.add(address(host.strip()));
        }
        return addresses;
    }

    private HostAddress address(String host) {
        var colon = host.lastIndexOf(':');
        var hasPort = colon > 0 && host.indexOf(']') < colon && (host.startsWith("[") || host.indexOf(':') == colon);
        var name = (hasPort ? host.substring(0, colon) : host).replaceAll("^\\[(.*)]$", "$1");
        return HostAddress.of(name, hasPort ? new OptionValue("host", host.substring(colon + 1)).integer() : port);
    }

    /** The socket's file, as r2dbc-postgresql wants it, or its directory, as libpq does. */
    private HostAddress unixSocket(String path) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        if (!name.startsWith(".s.PGSQL.")) {
            return HostAddress.of(path, port);
        }
        var number = new OptionValue("socket", name.substring(".s.PGSQL.".length())).integer();
        return HostAddress.of(path.substring(0, path.length() - name.length() - 1), number);
    }

    void hosts(String commaSeparated) {
        hosts = commaSeparated;
    }

    void port(int newPort) {
        port = newPort;
    }

    void socket(String path) {
        socket = path;
    }

    /** Text, or who is asked for it at each connect. */
    void password(Object password) {
        if (password instanceof Supplier<?> supplier) {
            builder.password(PasswordSource.from(() -> CompletableFuture.completedFuture(
                    String.valueOf(supplier.get()).toCharArray())));
        } else if (password instanceof Publisher<?> publisher) {
            builder.password(PasswordSource.from(() -> LobValue.first(publisher)
                    .thenApply(text -> String.valueOf(text).toCharArray())));
        } else {
            builder.password(password.toString());
        }
    }

    /** A parameter of the session: the server's own clock, as with r2dbc-postgresql. */
    void timeout(String parameter, Duration timeout) {
        builder.parameter(parameter, TransactionWords.millis(timeout) + "ms");
    }

    void keepAlive(boolean on) {
        builder.tcp(TcpOptions.defaults().withKeepAlive(on ? TcpOptions.KeepAlive.ON : TcpOptions.KeepAlive.OFF));
    }

    /** So many statements kept prepared; 0 prepares none, and a negative number leaves the bound as it is. */
    void statementCache(int queries) {
        var defaults = StatementCacheOptions.defaults();
        if (queries >= 0) {
            builder.statementCache(
                    queries == 0 ? defaults.withMode(StatementMode.UNNAMED) : defaults.withMaxEntries(queries));
        }
    }

    void loadBalance(boolean on) {
        builder.loadBalanceHosts(on ? LoadBalanceHosts.RANDOM : LoadBalanceHosts.DISABLE);
    }

    /** True is the safest there is, and false none; a mode that is given as well has the last word. */
    void ssl(boolean on) {
        if (sslMode == null) {
            sslMode = on ? SslMode.VERIFY_FULL : SslMode.DISABLE;
        }
    }

    void sslMode(SslMode mode) {
        sslMode = mode;
    }

    void sslNegotiation(SslNegotiation negotiation) {
        tls = tls.withNegotiation(negotiation);
    }

    void sslRootCert(Path file) {
        tls = tls.withTrust(TlsTrust.pemFile(file));
    }

    void sslCert(Path file) {
        sslCert = file;
    }

    void sslKey(Path file) {
        sslKey = file;
    }

    void sslPassword(String password) {
        sslPassword = Secret.of(password);
    }

    void serverName(boolean sent) {
        tls = tls.withServerName(sent ? ServerNameIndication.SENT : ServerNameIndication.OMITTED);
    }
}
