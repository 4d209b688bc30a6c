package io.penstock.it.jdbc;

import java.util.stream.Stream;

/** What differs from pgjdbc's metadata on purpose, and why. */
enum MetaReviewed {
    /** Of the specification; 4.3 is what there is here. */
    JDBC_VERSION("getJDBCMinorVersion", "Integer 2", "Integer 3"),
    /** The place of a row is a row id. */
    ROW_ID("getRowIdLifetime", "SQLFeatureNotSupportedException 0A000", "RowIdLifetime ROWID_VALID_OTHER"),
    /** Where nothing can be found the columns are those that there are where something is; pgjdbc makes others, some with other names. */
    NOTHING_FOUND(".* (of another|of none|empty)", "column .*", "column .*"),
    /** A crash of pgjdbc's. */
    CRASH("getFunctions of another", "NullPointerException", "type .*|column .*"),
    /** A type that one can ask for is one that is told. */
    PARTITIONED_INDEX(
            "getTables .*", ".* \\| (measured_pkey|measured_value) \\| null .*", ".* \\| PARTITIONED INDEX .*"),
    /** Is a string wherever a column is of it. */
    UNKNOWN_TYPE("getTypeInfo", "unknown \\| Integer 1111 .*", "unknown \\| Integer 12 .*"),
    /** An array, and not the composite type of the same name in another schema. */
    SAME_NAME("getTypeInfo", "_pg_user_mappings \\| Integer 2002 .*", "_pg_user_mappings \\| Integer 2003 .*"),
    /** Takes as many digits as an interval. */
    ARRAY_OF_INTERVALS("getTypeInfo", "_interval .*", "_interval .*"),
    /** A timestamp with one digit behind the point has one. */
    TIMESTAMP_1(
            "getColumns .*",
            ".* \\| c_timestamp1 .* \\| Integer 25 \\| null .*",
            ".* \\| c_timestamp1 .* \\| Integer 24 \\| null .*"),
    /** A domain over {@code varchar(12)} is as long as that, and not four longer. */
    DOMAIN("getColumns .*", ".* \\| \"meta\".\"code\" \\| Integer 16 .*", ".* \\| \"meta\".\"code\" \\| Integer 12 .*"),
    /** A privilege that pgjdbc has no name for, and that it forgets where a table has no list. */
    MAINTAIN("get(Table|Column)Privileges.*", ".* \\| UNKNOWN \\| .*", ".* \\| MAINTAIN \\| .*"),
    /** What is granted on a table is granted on its columns, beside what is granted on them; views have columns too. */
    COLUMN_PRIVILEGES("getColumnPrivileges.*", "", "app \\| meta .*"),
    /** A function that returns a range returns a value. */
    RANGE_RETURNED("get(Function|Procedure)Columns.*", "", ".* \\| span(_multirange)? \\| returnValue .*"),
    /** The same timestamp as a result's column. */
    MEASURE_OF_TIMESTAMP_1(
            "select .*", "25 get(Precision|ColumnDisplaySize) = 25", "25 get(Precision|ColumnDisplaySize) = 24"),
    /** The schema and the database of a column's table are known. */
    ORIGIN("select .*", "\\d+ get(Schema|Catalog)Name = ", "\\d+ get(Schema|Catalog)Name = (meta|pg_catalog|app)"),
    /** Classes of pgjdbc's own are not here, and what has no class of JDBC's is not always a string. */
    CLASSES(
            "(select|insert) .*",
            "\\d+ get\\w+ClassName = (org.postgresql.*|java.lang.(String|Boolean))",
            "\\d+ get\\w+ClassName = (java.lang.(Double|Long|String)|java.math.BigDecimal|java.sql.Struct|io.penstock.codec.\\w+)"),
    /** Nothing is told of a column that is not there. */
    NO_COLUMN("select .*", "\\d+ is\\w+ = (true|false)", "\\d+ (is\\w+|get(Schema|Catalog)Name) = SQLException 22023"),
    ;

    private final String asked;
    private final String theirs;
    private final String ours;

    /**
     * @param asked pattern of the call's name, or of the SQL that is described
     * @param theirs pattern of a line that only pgjdbc tells
     * @param ours pattern of a line that only this driver tells
     */
    MetaReviewed(String asked, String theirs, String ours) {
        this.asked = asked;
        this.theirs = theirs;
        this.ours = ours;
    }

    /** Whether pgjdbc alone may tell this. */
    static boolean allowsTheirs(String question, String line) {
        return Stream.of(values()).anyMatch(one -> question.matches(one.asked) && line.matches(one.theirs));
    }

    /** Whether this driver alone may tell this. */
    static boolean allowsOurs(String question, String line) {
        return Stream.of(values()).anyMatch(one -> question.matches(one.asked) && line.matches(one.ours));
    }

    /** Whether JDBC leaves the order of some lines open, and pgjdbc has that of a hash table, or of the server's whim. */
    static boolean leavesOrder(String question) {
        return question.matches("get(Table|Column)Privileges.*|getTypeInfo");
    }
}
