/** JDBC over the core, under pgjdbc's name. */
@org.jspecify.annotations.NullMarked
module io.penstock.jdbc.bridge {
    requires static org.jspecify;
    requires transitive java.sql;
    requires io.penstock.jdbc;

    exports org.postgresql;
}
