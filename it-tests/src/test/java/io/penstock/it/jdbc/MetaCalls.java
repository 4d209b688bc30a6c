package io.penstock.it.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.Types;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The questions: each method of {@code DatabaseMetaData}, most with several arguments. */
final class MetaCalls {

    private static final String META = "meta";
    private static final String ODD = "Meta 'Odd' %";

    private MetaCalls() {}

    static Stream<MetaCall> all() {
        return Stream.of(
                        withoutArguments(),
                        supported(),
                        tables(),
                        columns(),
                        keys(),
                        indexes(),
                        routines(),
                        types(),
                        rights())
                .flatMap(calls -> calls);
    }

    private static MetaCall call(String name, MetaCall.Question question) {
        return new MetaCall(name, question);
    }

    /** All that are told without an argument; the driver's own names and versions, and the connection, are not compared. */
    private static Stream<MetaCall> withoutArguments() {
        return Arrays.stream(DatabaseMetaData.class.getMethods())
                .filter(method -> method.getParameterCount() == 0)
                .filter(method -> !method.getName().matches("getDriver.*|getURL|getConnection"))
                .sorted(Comparator.comparing(Method::getName))
                .map(method -> call(method.getName(), meta -> invoked(method, meta)));
    }

    private static Object invoked(Method method, DatabaseMetaData meta) throws Exception {
        try {
            return method.invoke(meta);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static Stream<MetaCall> supported() {
        var resultTypes = IntStream.of(
                ResultSet.TYPE_FORWARD_ONLY, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.TYPE_SCROLL_SENSITIVE, 7);
        var ofType = resultTypes
                .boxed()
                .flatMap(type -> Stream.of(
                        call("supportsResultSetType " + type, meta -> meta.supportsResultSetType(type)),
                        call("ownUpdatesAreVisible " + type, meta -> meta.ownUpdatesAreVisible(type)),
                        call("ownDeletesAreVisible " + type, meta -> meta.ownDeletesAreVisible(type)),
                        call("ownInsertsAreVisible " + type, meta -> meta.ownInsertsAreVisible(type)),
                        call("othersUpdatesAreVisible " + type, meta -> meta.othersUpdatesAreVisible(type)),
                        call("othersDeletesAreVisible " + type, meta -> meta.othersDeletesAreVisible(type)),
                        call("othersInsertsAreVisible " + type, meta -> meta.othersInsertsAreVisible(type)),
                        call("updatesAreDetected " + type, meta -> meta.updatesAreDetected(type)),
                        call("deletesAreDetected " + type, meta -> meta.deletesAreDetected(type)),
                        call("insertsAreDetected " + type, meta -> meta.insertsAreDetected(type)),
                        call(
                                "supportsResultSetConcurrency read " + type,
                                meta -> meta.supportsResultSetConcurrency(type, ResultSet.CONCUR_READ_ONLY)),
                        call(
                                "supportsResultSetConcurrency update " + type,
                                meta -> meta.supportsResultSetConcurrency(type, ResultSet.CONCUR_UPDATABLE))));
        var others = Stream.of(
                call("supportsConvert of types", meta -> meta.supportsConvert(Types.INTEGER, Types.VARCHAR)),
                call(
                        "supportsResultSetHoldability close",
                        meta -> meta.supportsResultSetHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT)),
                call(
                        "supportsResultSetHoldability hold",
                        meta -> meta.supportsResultSetHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT)),
                call(
                        "supportsTransactionIsolationLevel none",
                        meta -> meta.supportsTransactionIsolationLevel(Connection.TRANSACTION_NONE)),
                call(
                        "supportsTransactionIsolationLevel uncommitted",
                        meta -> meta.supportsTransactionIsolationLevel(Connection.TRANSACTION_READ_UNCOMMITTED)),
                call(
                        "supportsTransactionIsolationLevel committed",
                        meta -> meta.supportsTransactionIsolationLevel(Connection.TRANSACTION_READ_COMMITTED)),
                call(
                        "supportsTransactionIsolationLevel repeatable",
                        meta -> meta.supportsTransactionIsolationLevel(Connection.TRANSACTION_REPEATABLE_READ)),
                call(
                        "supportsTransactionIsolationLevel serializable",
                        meta -> meta.supportsTransactionIsolationLevel(Connection.TRANSACTION_SERIALIZABLE)));
        return Stream.concat(ofType, others);
    }

    private static Stream<MetaCall> tables() {
        return Stream.of(
                call("getSchemas all", meta -> meta.getSchemas(null, null)),
                call("getSchemas like", meta -> meta.getSchemas(null, "meta%")),
                call("getSchemas odd", meta -> meta.getSchemas(null, "Meta 'Odd' \\%")),
                call("getSchemas of this database", meta -> meta.getSchemas("app", "meta")),
                call("getSchemas of another", meta -> meta.getSchemas("another", "meta")),
                call("getSchemas empty", meta -> meta.getSchemas("", "")),
                call("getTables all", meta -> meta.getTables(null, META, null, null)),
                call("getTables any", meta -> meta.getTables(null, META, "%", null)),
                call("getTables everywhere", meta -> meta.getTables(null, null, "%", new String[] {"TABLE"})),
                call("getTables of the catalogue", meta -> meta.getTables(null, "pg_catalog", "pg_cl%", null)),
                call("getTables information", meta -> meta.getTables(null, "information_schema", "%", null)),
                call("getTables toast", meta -> meta.getTables(null, "pg_toast", "pg_toast_12%", null)),
                call("getTables of this database", meta -> meta.getTables("app", META, "person%", null)),
                call("getTables of another", meta -> meta.getTables("another", META, "person%", null)),
                call("getTables of none", meta -> meta.getTables("", META, "person%", null)),
                call("getTables schema empty", meta -> meta.getTables(null, "", "person%", null)),
                call("getTables name empty", meta -> meta.getTables(null, META, "", null)),
                call("getTables escaped", meta -> meta.getTables(null, META, "under\\_score", null)),
                call("getTables unescaped", meta -> meta.getTables(null, META, "under_score", null)),
                call("getTables backslash", meta -> meta.getTables(null, META, "back\\\\slash", null)),
                call("getTables odd", meta -> meta.getTables(null, ODD, null, null)),
                call("getTables quote", meta -> meta.getTables(null, META, "Odd \"Name", null)),
                call("getTables injection", meta -> meta.getTables(null, META, "' or '1'='1", null)),
                call("getTables no types", meta -> meta.getTables(null, META, "%", new String[0])),
                call("getTables unknown type", meta -> meta.getTables(null, META, "%", new String[] {"NONSENSE"})),
                call("getTables views", meta -> meta.getTables(null, META, "%", new String[] {"VIEW"})),
                call(
                        "getTables tables and views",
                        meta -> meta.getTables(null, META, "%", new String[] {"TABLE", "VIEW"})),
                call(
                        "getTables materialized",
                        meta -> meta.getTables(null, META, "%", new String[] {"MATERIALIZED VIEW"})),
                call(
                        "getTables partitioned",
                        meta -> meta.getTables(null, META, "%", new String[] {"PARTITIONED TABLE"})),
                call("getTables foreign", meta -> meta.getTables(null, META, "%", new String[] {"FOREIGN TABLE"})),
                call(
                        "getTables indexes",
                        meta -> meta.getTables(null, META, "%", new String[] {"INDEX", "PARTITIONED INDEX"})),
                call("getTables sequences", meta -> meta.getTables(null, META, "%", new String[] {"SEQUENCE"})),
                call("getTables types", meta -> meta.getTables(null, META, "%", new String[] {"TYPE"})),
                call("getTables lower case", meta -> meta.getTables(null, META, "%", new String[] {"table"})),
                call(
                        "getTables system",
                        meta -> meta.getTables(null, "%", "pg_am%", new String[] {"SYSTEM TABLE", "SYSTEM INDEX"})),
                call(
                        "getTables system views",
                        meta -> meta.getTables(null, null, "pg_s%", new String[] {"SYSTEM VIEW"})),
                call(
                        "getTables temporary",
                        meta -> meta.getTables(null, null, "%", new String[] {
                            "TEMPORARY TABLE", "TEMPORARY INDEX", "TEMPORARY VIEW", "TEMPORARY SEQUENCE"
                        })),
                call("getSuperTables", meta -> meta.getSuperTables(null, META, "%")),
                call("getPseudoColumns", meta -> meta.getPseudoColumns(null, META, "%", "%")));
    }

    private static Stream<MetaCall> columns() {
        return Stream.of(
                call("getColumns all", meta -> meta.getColumns(null, META, null, null)),
                call("getColumns any", meta -> meta.getColumns(null, META, "%", "%")),
                call("getColumns person", meta -> meta.getColumns(null, META, "person", "%")),
                call("getColumns of one name", meta -> meta.getColumns(null, null, "%", "c_numeric%")),
                call("getColumns of this database", meta -> meta.getColumns("app", META, "person", "n%")),
                call("getColumns of another", meta -> meta.getColumns("another", META, "person", "n%")),
                call("getColumns empty", meta -> meta.getColumns("", "", "", "")),
                call("getColumns name empty", meta -> meta.getColumns(null, META, "person", "")),
                call("getColumns odd schema", meta -> meta.getColumns(null, "Meta 'Odd' \\%", "%", "%")),
                call("getColumns odd", meta -> meta.getColumns(null, META, "Odd \"Name", "per\\%cent")),
                call("getColumns injection", meta -> meta.getColumns(null, META, "person", "' or true --")),
                call("getColumns of the catalogue", meta -> meta.getColumns(null, "pg_catalog", "pg_class", "%")),
                call("getColumns of an index", meta -> meta.getColumns(null, META, "indexed_a", "%")),
                call("getColumns of a sequence", meta -> meta.getColumns(null, META, "counter", "%")),
                call("getColumns temporary", meta -> meta.getColumns(null, null, "temporary_table", "%")),
                call("getColumns nothing", meta -> meta.getColumns(null, META, "nothing", "%")),
                call("getColumnPrivileges person", meta -> meta.getColumnPrivileges(null, META, "person", "%")),
                call("getColumnPrivileges one", meta -> meta.getColumnPrivileges(null, META, "person", "na%")),
                call("getColumnPrivileges null", meta -> meta.getColumnPrivileges(null, META, "account", null)),
                call("getColumnPrivileges no schema", meta -> meta.getColumnPrivileges(null, null, "person", "id")),
                call("getColumnPrivileges pattern", meta -> meta.getColumnPrivileges(null, META, "perso_", "id")),
                call("getColumnPrivileges view", meta -> meta.getColumnPrivileges(null, META, "person_view", "%")),
                call("getVersionColumns", meta -> meta.getVersionColumns(null, META, "person")),
                call(
                        "getBestRowIdentifier",
                        meta -> meta.getBestRowIdentifier(
                                null, META, "person", DatabaseMetaData.bestRowSession, false)),
                call(
                        "getBestRowIdentifier two",
                        meta -> meta.getBestRowIdentifier(
                                null, META, "account", DatabaseMetaData.bestRowTemporary, true)),
                call(
                        "getBestRowIdentifier none",
                        meta -> meta.getBestRowIdentifier(
                                null, META, "no_key", DatabaseMetaData.bestRowTransaction, true)),
                call(
                        "getBestRowIdentifier no schema",
                        meta -> meta.getBestRowIdentifier(
                                null, null, "indexed", DatabaseMetaData.bestRowTransaction, true)),
                call(
                        "getBestRowIdentifier of another",
                        meta -> meta.getBestRowIdentifier(
                                "another", META, "person", DatabaseMetaData.bestRowTransaction, true)));
    }

    private static Stream<MetaCall> keys() {
        return Stream.of(
                call("getPrimaryKeys", meta -> meta.getPrimaryKeys(null, META, "person")),
                call("getPrimaryKeys two", meta -> meta.getPrimaryKeys(null, META, "account")),
                call("getPrimaryKeys no schema", meta -> meta.getPrimaryKeys(null, null, "account")),
                call("getPrimaryKeys no table", meta -> meta.getPrimaryKeys(null, META, null)),
                call("getPrimaryKeys none", meta -> meta.getPrimaryKeys(null, META, "no_key")),
                call("getPrimaryKeys pattern", meta -> meta.getPrimaryKeys(null, META, "perso_")),
                call("getPrimaryKeys partitioned", meta -> meta.getPrimaryKeys(null, META, "measured")),
                call("getPrimaryKeys partition", meta -> meta.getPrimaryKeys(null, META, "measured_2024")),
                call("getPrimaryKeys dropped", meta -> meta.getPrimaryKeys(null, META, "dropped_columns")),
                call("getPrimaryKeys odd", meta -> meta.getPrimaryKeys(null, META, "Odd \"Name")),
                call("getPrimaryKeys of another", meta -> meta.getPrimaryKeys("another", META, "person")),
                call("getPrimaryKeys empty", meta -> meta.getPrimaryKeys("", "", "")),
                call("getImportedKeys", meta -> meta.getImportedKeys(null, META, "account")),
                call("getImportedKeys several", meta -> meta.getImportedKeys(null, "meta_other", "transfer")),
                call("getImportedKeys itself", meta -> meta.getImportedKeys(null, META, "tree")),
                call("getImportedKeys odd", meta -> meta.getImportedKeys(null, ODD, "Table_1")),
                call("getImportedKeys none", meta -> meta.getImportedKeys(null, META, "person")),
                call("getImportedKeys no schema", meta -> meta.getImportedKeys(null, null, "transfer")),
                call("getImportedKeys null", meta -> meta.getImportedKeys(null, null, null)),
                call("getImportedKeys of another", meta -> meta.getImportedKeys("another", META, "account")),
                call("getExportedKeys", meta -> meta.getExportedKeys(null, META, "account")),
                call("getExportedKeys person", meta -> meta.getExportedKeys("app", META, "person")),
                call("getExportedKeys no schema", meta -> meta.getExportedKeys(null, null, "person")),
                call("getExportedKeys schema empty", meta -> meta.getExportedKeys(null, "", "person")),
                call("getExportedKeys none", meta -> meta.getExportedKeys(null, META, "no_key")),
                call(
                        "getCrossReference",
                        meta -> meta.getCrossReference(null, META, "account", null, "meta_other", "transfer")),
                call(
                        "getCrossReference itself",
                        meta -> meta.getCrossReference(null, META, "tree", null, META, "tree")),
                call(
                        "getCrossReference none",
                        meta -> meta.getCrossReference(null, META, "transfer", null, META, "person")),
                call(
                        "getCrossReference no schemas",
                        meta -> meta.getCrossReference(null, null, "person", null, null, "account")),
                call(
                        "getCrossReference of another",
                        meta -> meta.getCrossReference("another", null, "person", "app", null, "account")));
    }

    private static Stream<MetaCall> indexes() {
        return Stream.of(
                call("getIndexInfo", meta -> meta.getIndexInfo(null, META, "indexed", false, true)),
                call("getIndexInfo unique", meta -> meta.getIndexInfo(null, META, "indexed", true, false)),
                call("getIndexInfo person", meta -> meta.getIndexInfo(null, META, "person", false, false)),
                call("getIndexInfo dropped", meta -> meta.getIndexInfo(null, META, "dropped_columns", false, true)),
                call("getIndexInfo partitioned", meta -> meta.getIndexInfo(null, META, "measured", false, true)),
                call("getIndexInfo partition", meta -> meta.getIndexInfo(null, META, "measured_2024", false, true)),
                call("getIndexInfo materialized", meta -> meta.getIndexInfo(null, META, "person_summary", false, true)),
                call("getIndexInfo view", meta -> meta.getIndexInfo(null, META, "person_view", false, true)),
                call("getIndexInfo none", meta -> meta.getIndexInfo(null, META, "no_key", false, true)),
                call("getIndexInfo no schema", meta -> meta.getIndexInfo(null, null, "account", false, true)),
                call("getIndexInfo pattern", meta -> meta.getIndexInfo(null, META, "accoun_", false, true)),
                call("getIndexInfo odd", meta -> meta.getIndexInfo(null, META, "Odd \"Name", false, true)),
                call("getIndexInfo of another", meta -> meta.getIndexInfo("another", META, "account", false, true)));
    }

    private static Stream<MetaCall> routines() {
        return Stream.of(
                call("getFunctions", meta -> meta.getFunctions(null, META, "%")),
                call("getFunctions null", meta -> meta.getFunctions(null, META, null)),
                call("getFunctions other schema", meta -> meta.getFunctions(null, "meta_o%", "else%")),
                call("getFunctions of the catalogue", meta -> meta.getFunctions(null, "pg_catalog", "to_ch%")),
                call("getFunctions no schema", meta -> meta.getFunctions(null, null, "add")),
                call("getFunctions of another", meta -> meta.getFunctions("another", META, "add")),
                call("getFunctions empty", meta -> meta.getFunctions(null, "", "")),
                call("getFunctionColumns", meta -> meta.getFunctionColumns(null, META, "%", "%")),
                call("getFunctionColumns null", meta -> meta.getFunctionColumns(null, META, null, null)),
                call("getFunctionColumns add", meta -> meta.getFunctionColumns(null, META, "add", "%")),
                call("getFunctionColumns named", meta -> meta.getFunctionColumns(null, META, "%", "a")),
                call("getFunctionColumns returned", meta -> meta.getFunctionColumns(null, META, "%", "returnValue")),
                call("getFunctionColumns odd", meta -> meta.getFunctionColumns(null, META, "Mixed Function", "Mixed%")),
                call(
                        "getFunctionColumns of the catalogue",
                        meta -> meta.getFunctionColumns(null, "pg_catalog", "to_ch%", "%")),
                call("getFunctionColumns of another", meta -> meta.getFunctionColumns("another", META, "add", "%")),
                call("getProcedures", meta -> meta.getProcedures(null, META, "%")),
                call("getProcedures null", meta -> meta.getProcedures(null, META, null)),
                call("getProcedures named", meta -> meta.getProcedures("app", META, "do\\_n%")),
                call("getProcedures of another", meta -> meta.getProcedures("another", META, "%")),
                call("getProcedureColumns", meta -> meta.getProcedureColumns(null, META, "%", "%")),
                call("getProcedureColumns null", meta -> meta.getProcedureColumns(null, META, null, null)),
                call("getProcedureColumns do", meta -> meta.getProcedureColumns(null, META, "do%", "%")),
                call("getProcedureColumns named", meta -> meta.getProcedureColumns(null, META, "do_something", "b")),
                call("getProcedureColumns of another", meta -> meta.getProcedureColumns("another", META, "%", "%")));
    }

    private static Stream<MetaCall> types() {
        return Stream.of(
                call("getUDTs", meta -> meta.getUDTs(null, META, "%", null)),
                call("getUDTs null", meta -> meta.getUDTs(null, null, null, null)),
                call("getUDTs structs", meta -> meta.getUDTs(null, META, "%", new int[] {Types.STRUCT})),
                call("getUDTs distinct", meta -> meta.getUDTs(null, META, "%", new int[] {Types.DISTINCT})),
                call("getUDTs both", meta -> meta.getUDTs(null, META, "%", new int[] {Types.DISTINCT, Types.STRUCT})),
                call("getUDTs objects", meta -> meta.getUDTs(null, META, "%", new int[] {Types.JAVA_OBJECT})),
                call("getUDTs no types", meta -> meta.getUDTs(null, META, "%", new int[0])),
                call("getUDTs named", meta -> meta.getUDTs(null, META, "addr%", null)),
                call("getUDTs qualified", meta -> meta.getUDTs(null, "ignored", "meta.address", null)),
                call("getUDTs with catalogue", meta -> meta.getUDTs(null, "ignored", "app.meta.address", null)),
                call("getUDTs of another", meta -> meta.getUDTs("another", META, "addr%", null)),
                call("getSuperTypes", meta -> meta.getSuperTypes(null, META, "%")),
                call("getAttributes", meta -> meta.getAttributes(null, META, "address", "%")));
    }

    private static Stream<MetaCall> rights() {
        return Stream.of(
                call("getTablePrivileges", meta -> meta.getTablePrivileges(null, META, "%")),
                call("getTablePrivileges person", meta -> meta.getTablePrivileges(null, META, "person")),
                call("getTablePrivileges null", meta -> meta.getTablePrivileges(null, META, null)),
                call("getTablePrivileges no schema", meta -> meta.getTablePrivileges(null, null, "account")),
                call("getTablePrivileges of another", meta -> meta.getTablePrivileges("another", META, "person")));
    }
}
