/** JDBC over the core. */
@org.jspecify.annotations.NullMarked
module io.penstock.jdbc {
    requires static org.jspecify;
    requires transitive io.penstock.core;
    requires transitive java.naming;
    requires transitive java.sql;

    exports io.penstock.jdbc;

    provides java.sql.Driver with
            io.penstock.jdbc.PenstockDriver;
}
