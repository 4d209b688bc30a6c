package io.penstock.config;

import io.penstock.error.PgConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Libpq's environment: the {@code PG…} variables, the connection service file, and the password file in the
 * home directory. Read only by those who ask for it: a driver that listens to its environment unasked connects
 * to surprising places.
 *
 * <pre>{@code
 * ConnectionOptions options = LibpqEnvironment.system().parse("postgresql:///app");
 * }</pre>
 *
 * <p>What the connection string says goes first, then the service (keyword {@code service} or {@code
 * PGSERVICE}), then the variables, then defaults. The password comes from the first of them that has one, else
 * from the password file ({@code passfile}, {@code PGPASSFILE}, {@code ~/.pgpass}).
 *
 * <p>Variables: PGHOST, PGHOSTADDR, PGPORT, PGDATABASE, PGUSER, PGPASSWORD, PGPASSFILE, PGSERVICE,
 * PGSERVICEFILE, PGSYSCONFDIR, PGREQUIREAUTH, PGCHANNELBINDING, PGCONNECT_TIMEOUT, PGOPTIONS, PGAPPNAME,
 * PGSSLMODE, PGREQUIRESSL, PGSSLNEGOTIATION, PGSSLCOMPRESSION, PGSSLCERT, PGSSLKEY, PGSSLCERTMODE,
 * PGSSLROOTCERT, PGSSLSNI, PGSSLMINPROTOCOLVERSION, PGSSLMAXPROTOCOLVERSION, PGMINPROTOCOLVERSION,
 * PGMAXPROTOCOLVERSION, PGTARGETSESSIONATTRS, PGLOADBALANCEHOSTS, PGTZ and PGGEQO. PGSSLCRL, PGSSLCRLDIR,
 * PGREQUIREPEER, PGKRBSRVNAME, PGGSSLIB, PGGSSENCMODE and PGGSSDELEGATION are refused where they ask for what
 * we lack. PGCLIENTENCODING and PGDATESTYLE are not read: how the driver talks to the server is its own affair.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-envars.html">Environment Variables</a>
 */
public final class LibpqEnvironment {
    private static final Map<String, String> RUN_TIME_PARAMETERS = Map.of("PGTZ", "TimeZone", "PGGEQO", "geqo");

    private static final boolean IS_WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    private final Map<String, String> variables;

    private LibpqEnvironment(Map<String, String> variables) {
        this.variables = variables;
    }

    /** That of this process, as it is now. */
    public static LibpqEnvironment system() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        String home = System.getProperty("user.home");
        if (home != null) {
            variables.putIfAbsent("HOME", home);
        }
        return of(variables);
    }

    /**
     * These variables in place of the process's own, the home directory included: HOME, or APPDATA on Windows.
     */
    public static LibpqEnvironment of(Map<String, String> variables) {
        return new LibpqEnvironment(Map.copyOf(variables));
    }

    /**
     * Options from the environment alone.
     *
     * @throws PgConfigException if a variable has an impossible value or the service is not defined
     */
    public ConnectionOptions options() {
        return complete(new EnumMap<>(LibpqKeyword.class));
    }

    /**
     * Options from a trusted connection string (see {@link ConnectionUri}), completed by the environment.
     *
     * @throws PgConfigException if the string is malformed, something has an impossible value or the service is
     *     not defined
     */
    public ConnectionOptions parse(String connectionString) {
        return complete(ConnectionUri.settings(connectionString));
    }

    private ConnectionOptions complete(Map<LibpqKeyword, String> settings) {
        addService(settings);
        for (LibpqKeyword keyword : LibpqKeyword.values()) {
            String value = keyword.variable() == null ? null : variables.get(keyword.variable());
            if (value != null) {
                settings.putIfAbsent(keyword, value);
            }
        }
        if ("1".equals(variables.get("PGREQUIRESSL"))) {
            settings.putIfAbsent(LibpqKeyword.SSLMODE, SslMode.REQUIRE.keyword());
        }
        addPasswordFile(settings);
        var options = LibpqSettings.toBuilder(settings);
        RUN_TIME_PARAMETERS.forEach((variable, parameter) -> addParameter(options, parameter, variables.get(variable)));
        return options.build();
    }

    private static void addParameter(ConnectionOptions.Builder options, String parameter, @Nullable String value) {
        if (value != null && !value.equalsIgnoreCase("default")) {
            options.parameter(parameter, value);
        }
    }

    private void addService(Map<LibpqKeyword, String> settings) {
        String said = settings.remove(LibpqKeyword.SERVICE);
        String service = said != null ? said : variables.get("PGSERVICE");
        if (service != null) {
            ServiceFile.find(serviceFiles(), service).forEach(settings::putIfAbsent);
        }
    }

    /** The user's own goes before the system's. */
    private List<Path> serviceFiles() {
        var files = new ArrayList<Path>();
        if (variables.containsKey("PGSERVICEFILE")) {
            files.add(Path.of(variables.get("PGSERVICEFILE")));
        } else {
            addIfKnown(files, IS_WINDOWS ? inHome("postgresql/.pg_service.conf") : inHome(".pg_service.conf"));
        }
        if (variables.containsKey("PGSYSCONFDIR")) {
            files.add(Path.of(variables.get("PGSYSCONFDIR"), "pg_service.conf"));
        }
        return files;
    }

    private static void addIfKnown(List<Path> files, @Nullable Path file) {
        if (file != null) {
            files.add(file);
        }
    }

    private void addPasswordFile(Map<LibpqKeyword, String> settings) {
        Path file = IS_WINDOWS ? inHome("postgresql/pgpass.conf") : inHome(".pgpass");
        String said = settings.get(LibpqKeyword.PASSFILE);
        if (file != null && (said == null || said.isEmpty())) {
            settings.put(LibpqKeyword.PASSFILE, file.toString());
        }
    }

    private @Nullable Path inHome(String name) {
        String home = variables.get(IS_WINDOWS ? "APPDATA" : "HOME");
        return home == null || home.isEmpty() ? null : Path.of(home).resolve(name);
    }
}
