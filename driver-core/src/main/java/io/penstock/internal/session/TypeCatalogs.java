package io.penstock.internal.session;

import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import io.penstock.internal.types.TypeCatalog;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The types of the databases that one client connects to. A database is known by the address of its server, as the options have it, and its
 * name; what answers at an address may become another one, and so a lost connection makes the next one look everything up anew.
 *
 * <p>At most {@value #MAX_DATABASES} are shared; a connection to one more has a catalog of its own. Safe from any thread.
 */
final class TypeCatalogs {

    private static final int MAX_DATABASES = 64;

    private record Database(HostAddress server, String name) {}

    private final ClientRuntime runtime;
    private final ConcurrentHashMap<Database, TypeCatalog> catalogs = new ConcurrentHashMap<>();

    TypeCatalogs(ClientRuntime runtime) {
        this.runtime = runtime;
    }

    /** What is known of the database that a connection with these options to this server is connected to. */
    TypeCatalog of(ConnectionOptions options, HostAddress server) {
        var database = new Database(server, options.database());
        var known = catalogs.get(database);
        if (known != null) {
            return known;
        }
        var fresh = new TypeCatalog(
                runtime.codecs(),
                new TypeConnections(runtime, options, server),
                error -> runtime.offload().droppedErrors().report("type look-up", error),
                System::nanoTime);
        if (catalogs.size() >= MAX_DATABASES) {
            return fresh;
        }
        var earlier = catalogs.putIfAbsent(database, fresh);
        return earlier == null ? fresh : earlier;
    }
}
