package io.penstock.jdbc.internal.url;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The properties of a connection: all that pgjdbc knows, by its names, and what becomes of each here. */
public enum ConnectionProperty {
    ADAPTIVE_FETCH("adaptiveFetch", Treatment.UNNEEDED, "a result is received by bytes, not by rows"),
    ADAPTIVE_FETCH_MAXIMUM("adaptiveFetchMaximum", Treatment.UNNEEDED, "see adaptiveFetch"),
    ADAPTIVE_FETCH_MINIMUM("adaptiveFetchMinimum", Treatment.UNNEEDED, "see adaptiveFetch"),
    ALLOW_ENCODING_CHANGES("allowEncodingChanges", Treatment.REFUSED, "the driver reads and writes UTF-8", "false"),
    APPLICATION_NAME("ApplicationName", Treatment.HONOURED, "what pg_stat_activity shows; default Penstock JDBC"),
    ASSUME_MIN_SERVER_VERSION("assumeMinServerVersion", Treatment.UNNEEDED, "all start-up parameters are sent at once"),
    AUTHENTICATION_PLUGIN_CLASS_NAME(
            "authenticationPluginClassName",
            Treatment.REFUSED,
            "names a class to load; give a PasswordSource to PenstockDataSource"),
    AUTOSAVE(
            "autosave",
            Treatment.HONOURED,
            "never, conservative or always: whether a transaction goes back to before a statement that failed"),
    BINARY_TRANSFER("binaryTransfer", Treatment.UNNEEDED, "values are the same in either format"),
    BINARY_TRANSFER_DISABLE("binaryTransferDisable", Treatment.UNNEEDED, "see binaryTransfer"),
    BINARY_TRANSFER_ENABLE("binaryTransferEnable", Treatment.UNNEEDED, "see binaryTransfer"),
    CANCEL_SIGNAL_TIMEOUT("cancelSignalTimeout", Treatment.HONOURED, "seconds"),
    CHANNEL_BINDING("channelBinding", Treatment.HONOURED, "disable, prefer or require"),
    CLASS_LOADER_STRATEGY("classLoaderStrategy", Treatment.UNNEEDED, "no class is loaded by name"),
    CLEANUP_SAVEPOINTS(
            "cleanupSavepoints",
            Treatment.HONOURED,
            "whether the savepoints of autosave are released, in front of the next statement"),
    CONNECT_EXECUTOR(
            "connectExecutor", Treatment.REFUSED, "names a class to load; a connect has a deadline of its own"),
    CONNECT_EXECUTOR_ARG("connectExecutorArg", Treatment.REFUSED, "see connectExecutor"),
    CONNECT_TIMEOUT(
            "connectTimeout",
            Treatment.HONOURED,
            "seconds, over all hosts, TLS and authentication; 0 is the longest there is"),
    CONVERT_BOOLEAN_TO_NUMERIC(
            "convertBooleanToNumeric", Treatment.HONOURED, "whether true is 1 to the getters of numbers"),
    CURRENT_SCHEMA("currentSchema", Treatment.HONOURED, "the search path"),
    DATABASE_METADATA_CACHE_FIELDS(
            "databaseMetadataCacheFields",
            Treatment.UNNEEDED,
            "what is known of types and tables is kept within a bound of its own"),
    DATABASE_METADATA_CACHE_FIELDS_MIB(
            "databaseMetadataCacheFieldsMiB", Treatment.UNNEEDED, "see databaseMetadataCacheFields"),
    DEFAULT_ROW_FETCH_SIZE("defaultRowFetchSize", Treatment.HONOURED, "rows asked for at a time; 0 for by bytes"),
    DISABLE_COLUMN_SANITISER(
            "disableColumnSanitiser", Treatment.HONOURED, "whether names of columns are looked up exactly"),
    ESCAPE_SYNTAX_CALL_MODE("escapeSyntaxCallMode", Treatment.HONOURED, "select, callIfNoReturn or call"),
    FLUSH_CACHE_ON_DDL("flushCacheOnDdl", Treatment.UNNEEDED, "a statement that has gone stale is prepared again"),
    GROUP_STARTUP_PARAMETERS("groupStartupParameters", Treatment.UNNEEDED, "all start-up parameters are sent at once"),
    GSS_ENC_MODE("gssEncMode", Treatment.REFUSED, "there is no GSSAPI", "disable", "allow", "prefer"),
    GSS_LIB("gsslib", Treatment.UNNEEDED, "there is no GSSAPI"),
    GSS_RESPONSE_TIMEOUT("gssResponseTimeout", Treatment.UNNEEDED, "there is no GSSAPI"),
    GSS_USE_DEFAULT_CREDS("gssUseDefaultCreds", Treatment.UNNEEDED, "there is no GSSAPI"),
    HIDE_UNPRIVILEGED_OBJECTS(
            "hideUnprivilegedObjects",
            Treatment.HONOURED,
            "whether DatabaseMetaData leaves out what the user may not touch"),
    HOST_RECHECK_SECONDS("hostRecheckSeconds", Treatment.UNNEEDED, "each connect looks at the hosts anew"),
    JAAS_APPLICATION_NAME("jaasApplicationName", Treatment.UNNEEDED, "there is no GSSAPI"),
    JAAS_LOGIN("jaasLogin", Treatment.UNNEEDED, "there is no GSSAPI"),
    KERBEROS_SERVER_NAME("kerberosServerName", Treatment.UNNEEDED, "there is no GSSAPI"),
    LOAD_BALANCE_HOSTS("loadBalanceHosts", Treatment.HONOURED, "whether hosts are tried in a random order"),
    LOCAL_SOCKET_ADDRESS("localSocketAddress", Treatment.REFUSED, "the system chooses the local address"),
    LOGGER_FILE("loggerFile", Treatment.UNNEEDED, "logging is System.Logger's to configure"),
    LOGGER_LEVEL("loggerLevel", Treatment.UNNEEDED, "see loggerFile"),
    LOGIN_TIMEOUT("loginTimeout", Treatment.HONOURED, "seconds; the shorter of it and connectTimeout"),
    LOG_SERVER_ERROR_DETAIL(
            "logServerErrorDetail",
            Treatment.UNNEEDED,
            "messages never quote values; the detail is in the cause's fields"),
    LOG_UNCLOSED_CONNECTIONS(
            "logUnclosedConnections", Treatment.UNNEEDED, "PenstockDataSource traces leaks: leakThreshold"),
    MAX_RESULT_BUFFER(
            "maxResultBuffer",
            Treatment.HONOURED,
            "bytes (K, M, G) or percent of the heap (p) that one result may have in memory; default 25p"),
    MAX_SEND_BUFFER_SIZE("maxSendBufferSize", Treatment.UNNEEDED, "large flights are written while answers are read"),
    OPTIONS("options", Treatment.HONOURED, "command-line options for the server process"),
    PASSWORD("password", Treatment.HONOURED, ""),
    PEM_KEY_ALGORITHM("pemKeyAlgorithm", Treatment.UNNEEDED, "the key says what it is"),
    PG_DBNAME("PGDBNAME", Treatment.HONOURED, "the database, where the URL names none"),
    PG_HOST("PGHOST", Treatment.HONOURED, "the hosts, where the URL names none"),
    PG_PORT("PGPORT", Treatment.HONOURED, "their ports"),
    PREFER_QUERY_MODE(
            "preferQueryMode",
            Treatment.HONOURED,
            "extendedCacheEverything keeps plain statements prepared too; simple keeps none, and values never go into the text"),
    PREPARED_STATEMENT_CACHE_QUERIES(
            "preparedStatementCacheQueries", Treatment.HONOURED, "prepared statements kept for a connection"),
    PREPARED_STATEMENT_CACHE_SIZE_MIB("preparedStatementCacheSizeMiB", Treatment.HONOURED, "the same in MiB"),
    PREPARE_THRESHOLD(
            "prepareThreshold",
            Treatment.HONOURED,
            "0 uses the unnamed statement; any other number keeps a prepared statement from its first use"),
    PROTOCOL_VERSION("protocolVersion", Treatment.HONOURED, "3, 3.0 or 3.2"),
    QUERY_TIMEOUT("queryTimeout", Treatment.HONOURED, "seconds; the default of setQueryTimeout"),
    QUOTE_RETURNING_IDENTIFIERS(
            "quoteReturningIdentifiers", Treatment.HONOURED, "whether names of generated keys are quoted"),
    READ_ONLY("readOnly", Treatment.HONOURED, "whether connections begin read-only"),
    READ_ONLY_MODE(
            "readOnlyMode",
            Treatment.HONOURED,
            "ignore, transaction or always: whether the server holds to it in no, in explicit or in all transactions"),
    RECEIVE_BUFFER_SIZE("receiveBufferSize", Treatment.UNNEEDED, "the system sizes the sockets"),
    REPLICATION("replication", Treatment.REFUSED, "replication is the core's: PgConnection", "false"),
    REQUIRE_AUTH("requireAuth", Treatment.HONOURED, "the authentication methods to go along with"),
    REWRITE_BATCHED_INSERTS(
            "reWriteBatchedInserts",
            Treatment.HONOURED,
            "whether a batch of one-row inserts is sent as inserts of many rows"),
    REWRITE_BATCHED_INSERTS_SIZE(
            "reWriteBatchedInsertsSize",
            Treatment.HONOURED,
            "the most rows of one of them, as a power of two; 0 for 128 that are listed, and 32768 that come from arrays"),
    SCRAM_MAX_ITERATIONS("scramMaxIterations", Treatment.HONOURED, "the most that a server may ask for"),
    SEND_BUFFER_SIZE("sendBufferSize", Treatment.UNNEEDED, "the system sizes the sockets"),
    SERVICE("service", Treatment.REFUSED, "write the service's settings into the URL"),
    SOCKET_FACTORY(
            "socketFactory",
            Treatment.REFUSED,
            "names a class to load; for a Unix-domain socket give its directory as the host"),
    SOCKET_FACTORY_ARG("socketFactoryArg", Treatment.REFUSED, "see socketFactory"),
    SOCKET_TIMEOUT(
            "socketTimeout",
            Treatment.HONOURED,
            "seconds without an answer; then the statement is cancelled, and the connection closed where that does not help"),
    SSL("ssl", Treatment.HONOURED, "true is sslmode=verify-full where no sslmode is given"),
    SSL_CERT("sslcert", Treatment.HONOURED, "the client's certificate, PEM"),
    SSL_FACTORY(
            "sslfactory",
            Treatment.REFUSED,
            "names a class to load; pgjdbc's own three are understood as the settings that they stand for",
            "org.postgresql.ssl.LibPQFactory",
            "org.postgresql.ssl.DefaultJavaSSLFactory",
            "org.postgresql.ssl.NonValidatingFactory"),
    SSL_FACTORY_ARG("sslfactoryarg", Treatment.REFUSED, "see sslfactory"),
    SSL_HOSTNAME_VERIFIER(
            "sslhostnameverifier",
            Treatment.REFUSED,
            "names a class to load; sslmode says whether the name is verified"),
    SSL_KEY(
            "sslkey",
            Treatment.HONOURED,
            "the client's key: PEM, PKCS-8 in DER (.pk8), or PKCS-12 (.p12, .pfx) with its certificates"),
    SSL_MODE("sslmode", Treatment.HONOURED, "as libpq; default prefer"),
    SSL_NEGOTIATION("sslNegotiation", Treatment.HONOURED, "postgres or direct"),
    SSL_PASSWORD("sslpassword", Treatment.HONOURED, "of the client's key"),
    SSL_PASSWORD_CALLBACK("sslpasswordcallback", Treatment.REFUSED, "names a class to load; use sslpassword"),
    SSL_RESPONSE_TIMEOUT("sslResponseTimeout", Treatment.UNNEEDED, "connectTimeout covers it"),
    SSL_ROOT_CERT("sslrootcert", Treatment.HONOURED, "the authorities to trust, PEM"),
    SSPI_SERVICE_CLASS("sspiServiceClass", Treatment.UNNEEDED, "there is no SSPI"),
    STRING_TYPE("stringtype", Treatment.HONOURED, "varchar (default) or unspecified"),
    TARGET_SERVER_TYPE(
            "targetServerType",
            Treatment.HONOURED,
            "any, primary, master, slave, secondary, preferSlave, preferSecondary or preferPrimary"),
    TCP_KEEP_ALIVE("tcpKeepAlive", Treatment.UNNEEDED, "always on"),
    TCP_NO_DELAY("tcpNoDelay", Treatment.UNNEEDED, "always on"),
    UNKNOWN_LENGTH("unknownLength", Treatment.HONOURED, "the length of types that have none"),
    USER("user", Treatment.HONOURED, ""),
    USE_SPNEGO("useSpnego", Treatment.UNNEEDED, "there is no SSPI"),
    XML_FACTORY_FACTORY("xmlFactoryFactory", Treatment.REFUSED, "names a class to load; parsers are secure");

    /** What becomes of a property. */
    public enum Treatment {
        /** It is in force, with pgjdbc's meaning. */
        HONOURED,
        /** It is accepted and changes nothing, because there is nothing here that it would have to change. */
        UNNEEDED,
        /** A connection with it is refused, save with the values that mean what happens anyway. */
        REFUSED
    }

    private static final Map<String, ConnectionProperty> BY_KEYWORD = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(ConnectionProperty::keyword, Function.identity()));

    private final String keyword;
    private final Treatment treatment;
    private final String note;
    private final List<String> harmless;

    ConnectionProperty(String keyword, Treatment treatment, String note, String... harmless) {
        this.keyword = keyword;
        this.treatment = treatment;
        this.note = note;
        this.harmless = List.of(harmless);
    }

    /** The property of this name, upper and lower case told apart; null if nobody knows it. */
    public static @Nullable ConnectionProperty of(String keyword) {
        return BY_KEYWORD.get(keyword);
    }

    /** Its name in a URL. */
    public String keyword() {
        return keyword;
    }

    public Treatment treatment() {
        return treatment;
    }

    /** What it does, or why it does nothing. */
    public String note() {
        return note;
    }

    /** The values of a refused property that are accepted all the same. */
    public List<String> harmless() {
        return harmless;
    }

    /** Whether a connection may have this value. */
    boolean accepts(String value) {
        return switch (treatment) {
            case HONOURED, UNNEEDED -> true;
            case REFUSED -> harmless.stream().anyMatch(value::equalsIgnoreCase);
        };
    }
}
