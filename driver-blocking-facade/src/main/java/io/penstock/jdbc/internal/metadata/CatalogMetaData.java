package io.penstock.jdbc.internal.metadata;

import io.penstock.jdbc.internal.convert.SqlType;
import io.penstock.jdbc.internal.errors.SelfWrapper;
import io.penstock.jdbc.internal.errors.SqlErrors;
import io.penstock.jdbc.internal.result.MadeRows;
import io.penstock.jdbc.internal.session.DriverVersion;
import io.penstock.jdbc.internal.session.JdbcSession;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** All that {@code DatabaseMetaData} tells of a connection: each question goes to the one who knows. */
public final class CatalogMetaData implements SelfWrapper, IdentifierRules, SizeLimits, SqlGrammar, ResultAbilities {

    private static final int MAX_CONNECTIONS = 8_192;
    private static final int MAX_APPLICATION_NAME = 63;

    private final Catalog catalog;
    private final ServerFacts server;
    private final TableQueries tables;
    private final ColumnQueries columns;
    private final KeyQueries keys;
    private final IndexQueries indexes;
    private final RoutineQueries routines;
    private final RoutineColumns routineColumns;
    private final TypeQueries types;
    private final PrivilegeQueries privileges;

    /** @param connection as its user has it; the queries are its own */
    public CatalogMetaData(Connection connection, JdbcSession session) {
        this.catalog = new Catalog(connection, session);
        this.server = new ServerFacts(catalog);
        this.tables = new TableQueries(catalog);
        this.columns = new ColumnQueries(catalog);
        this.keys = new KeyQueries(catalog);
        this.indexes = new IndexQueries(catalog);
        this.routines = new RoutineQueries(catalog);
        this.routineColumns = new RoutineColumns(catalog);
        this.types = new TypeQueries(catalog);
        this.privileges = new PrivilegeQueries(catalog);
    }

    @Override
    public Connection getConnection() {
        return catalog.connection();
    }

    // ---- the product

    @Override
    public String getDatabaseProductName() {
        return "PostgreSQL";
    }

    @Override
    public String getDatabaseProductVersion() {
        return server.version();
    }

    @Override
    public int getDatabaseMajorVersion() {
        return server.majorVersion();
    }

    @Override
    public int getDatabaseMinorVersion() {
        return server.minorVersion();
    }

    @Override
    public String getDriverName() {
        return DriverVersion.NAME;
    }

    @Override
    public String getDriverVersion() {
        return DriverVersion.text();
    }

    @Override
    public int getDriverMajorVersion() {
        return DriverVersion.MAJOR;
    }

    @Override
    public int getDriverMinorVersion() {
        return DriverVersion.MINOR;
    }

    @Override
    public int getJDBCMajorVersion() {
        return DriverVersion.JDBC_MAJOR;
    }

    @Override
    public int getJDBCMinorVersion() {
        return DriverVersion.JDBC_MINOR;
    }

    /** Where the connection is, as frameworks know a database of this product; no property, no secret. */
    @Override
    public String getURL() {
        var at = catalog.session().link().server();
        return "jdbc:postgresql://" + at.address() + "/" + at.database();
    }

    @Override
    public String getUserName() {
        return catalog.session().link().server().user();
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        return catalog.connection().isReadOnly();
    }

    @Override
    public boolean usesLocalFiles() {
        return false;
    }

    @Override
    public boolean usesLocalFilePerTable() {
        return false;
    }

    @Override
    public int getDefaultTransactionIsolation() throws SQLException {
        return server.isolation();
    }

    @Override
    public String getSQLKeywords() throws SQLException {
        return server.keywords();
    }

    /** Until somebody updates the row. */
    @Override
    public RowIdLifetime getRowIdLifetime() {
        return RowIdLifetime.ROWID_VALID_OTHER;
    }

    @Override
    public ResultSet getClientInfoProperties() {
        return catalog.answer(new MadeRows()
                .column("NAME", SqlType.VARCHAR)
                .column("MAX_LEN", SqlType.INT4)
                .columns(SqlType.VARCHAR, "DEFAULT_VALUE", "DESCRIPTION")
                .row(
                        "ApplicationName",
                        MAX_APPLICATION_NAME,
                        "",
                        "The name of the application currently utilizing the connection."));
    }

    // ---- bounds that the server was built with

    @Override
    public int getMaxConnections() {
        return MAX_CONNECTIONS;
    }

    private int maxName() throws SQLException {
        return server.number("max_identifier_length");
    }

    @Override
    public int getMaxCatalogNameLength() throws SQLException {
        return maxName();
    }

    @Override
    public int getMaxSchemaNameLength() throws SQLException {
        return maxName();
    }

    @Override
    public int getMaxTableNameLength() throws SQLException {
        return maxName();
    }

    @Override
    public int getMaxColumnNameLength() throws SQLException {
        return maxName();
    }

    @Override
    public int getMaxProcedureNameLength() throws SQLException {
        return maxName();
    }

    @Override
    public int getMaxCursorNameLength() throws SQLException {
        return maxName();
    }

    @Override
    public int getMaxUserNameLength() throws SQLException {
        return maxName();
    }

    @Override
    public int getMaxColumnsInIndex() throws SQLException {
        return server.number("max_index_keys");
    }

    // ---- schemas and tables

    @Override
    public ResultSet getCatalogs() throws SQLException {
        return tables.databases();
    }

    @Override
    public ResultSet getSchemas() throws SQLException {
        return tables.schemas(null, null);
    }

    @Override
    public ResultSet getSchemas(@Nullable String database, @Nullable String schemaPattern) throws SQLException {
        return tables.schemas(database, schemaPattern);
    }

    @Override
    public ResultSet getTableTypes() {
        return tables.tableTypes();
    }

    @Override
    public ResultSet getTables(
            @Nullable String database,
            @Nullable String schemaPattern,
            @Nullable String tablePattern,
            String @Nullable [] tableTypes)
            throws SQLException {
        return tables.tables(database, schemaPattern, tablePattern, tableTypes);
    }

    @Override
    public ResultSet getColumns(
            @Nullable String database,
            @Nullable String schemaPattern,
            @Nullable String tablePattern,
            @Nullable String columnPattern)
            throws SQLException {
        return columns.columns(database, schemaPattern, tablePattern, columnPattern);
    }

    @Override
    public ResultSet getPseudoColumns(
            @Nullable String database,
            @Nullable String schemaPattern,
            @Nullable String tablePattern,
            @Nullable String columnPattern)
            throws SQLException {
        throw SqlErrors.unsupported("getPseudoColumns");
    }

    @Override
    public ResultSet getSuperTables(
            @Nullable String database, @Nullable String schemaPattern, @Nullable String tablePattern)
            throws SQLException {
        throw SqlErrors.unsupported("getSuperTables");
    }

    @Override
    public ResultSet getTablePrivileges(
            @Nullable String database, @Nullable String schemaPattern, @Nullable String tablePattern)
            throws SQLException {
        return privileges.ofTables(database, schemaPattern, tablePattern);
    }

    @Override
    public ResultSet getColumnPrivileges(
            @Nullable String database, @Nullable String schema, @Nullable String table, @Nullable String columnPattern)
            throws SQLException {
        return privileges.ofColumns(database, schema, table, columnPattern);
    }

    // ---- keys and indexes

    @Override
    public ResultSet getPrimaryKeys(@Nullable String database, @Nullable String schema, @Nullable String table)
            throws SQLException {
        return keys.primaryKeys(database, schema, table);
    }

    @Override
    public ResultSet getImportedKeys(@Nullable String database, @Nullable String schema, @Nullable String table)
            throws SQLException {
        return keys.importedKeys(database, schema, table);
    }

    @Override
    public ResultSet getExportedKeys(@Nullable String database, @Nullable String schema, @Nullable String table)
            throws SQLException {
        return keys.exportedKeys(database, schema, table);
    }

    @Override
    public ResultSet getCrossReference(
            @Nullable String parentDatabase,
            @Nullable String parentSchema,
            @Nullable String parentTable,
            @Nullable String foreignDatabase,
            @Nullable String foreignSchema,
            @Nullable String foreignTable)
            throws SQLException {
        return keys.crossReference(
                parentDatabase, parentSchema, parentTable, foreignDatabase, foreignSchema, foreignTable);
    }

    @Override
    public ResultSet getBestRowIdentifier(
            @Nullable String database, @Nullable String schema, @Nullable String table, int scope, boolean nullable)
            throws SQLException {
        return keys.bestRowIdentifier(database, schema, table, scope);
    }

    @Override
    public ResultSet getVersionColumns(@Nullable String database, @Nullable String schema, @Nullable String table) {
        return keys.versionColumns();
    }

    @Override
    public ResultSet getIndexInfo(
            @Nullable String database,
            @Nullable String schema,
            @Nullable String table,
            boolean unique,
            boolean approximate)
            throws SQLException {
        return indexes.indexes(
                database, schema, table, unique ? IndexQueries.Uniqueness.UNIQUE : IndexQueries.Uniqueness.ANY);
    }

    // ---- routines and types

    @Override
    public ResultSet getFunctions(
            @Nullable String database, @Nullable String schemaPattern, @Nullable String functionPattern)
            throws SQLException {
        return routines.functions(database, schemaPattern, functionPattern);
    }

    @Override
    public ResultSet getFunctionColumns(
            @Nullable String database,
            @Nullable String schemaPattern,
            @Nullable String functionPattern,
            @Nullable String columnPattern)
            throws SQLException {
        return routineColumns.ofFunctions(database, schemaPattern, functionPattern);
    }

    @Override
    public ResultSet getProcedures(
            @Nullable String database, @Nullable String schemaPattern, @Nullable String procedurePattern)
            throws SQLException {
        return routines.procedures(database, schemaPattern, procedurePattern);
    }

    @Override
    public ResultSet getProcedureColumns(
            @Nullable String database,
            @Nullable String schemaPattern,
            @Nullable String procedurePattern,
            @Nullable String columnPattern)
            throws SQLException {
        return routineColumns.ofProcedures(database, schemaPattern, procedurePattern);
    }

    @Override
    public ResultSet getTypeInfo() throws SQLException {
        return types.types();
    }

    @Override
    public ResultSet getUDTs(
            @Nullable String database,
            @Nullable String schemaPattern,
            @Nullable String typePattern,
            int @Nullable [] jdbcTypes)
            throws SQLException {
        return types.userTypes(database, schemaPattern, typePattern, jdbcTypes);
    }

    @Override
    public ResultSet getSuperTypes(
            @Nullable String database, @Nullable String schemaPattern, @Nullable String typePattern)
            throws SQLException {
        throw SqlErrors.unsupported("getSuperTypes");
    }

    @Override
    public ResultSet getAttributes(
            @Nullable String database,
            @Nullable String schemaPattern,
            @Nullable String typePattern,
            @Nullable String attributePattern)
            throws SQLException {
        throw SqlErrors.unsupported("getAttributes");
    }
}
