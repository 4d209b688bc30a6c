package io.penstock.jdbc.internal.metadata;

import io.penstock.jdbc.internal.convert.SqlType;
import io.penstock.jdbc.internal.convert.TypeMeasures;
import io.penstock.jdbc.internal.result.MadeRows;
import io.penstock.jdbc.internal.session.TypeCatalog;
import io.penstock.jdbc.internal.session.TypeKind;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * Primary keys, foreign keys from either side, and what identifies a row.
 *
 * @see <a href="https://www.postgresql.org/docs/current/catalog-pg-constraint.html">pg_constraint</a>
 */
final class KeyQueries {

    private static final String PRIMARY_KEYS = """
            select pg_catalog.current_database() as "TABLE_CAT", n.nspname as "TABLE_SCHEM", c.relname as "TABLE_NAME",
                   a.attname as "COLUMN_NAME", k.position::int as "KEY_SEQ", con.conname as "PK_NAME"
              from pg_catalog.pg_constraint con
              join pg_catalog.pg_class c on c.oid = con.conrelid
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             cross join lateral unnest(con.conkey) with ordinality k (attnum, position)
              join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
             where con.contype = 'p'""";

    private static final String FOREIGN_KEYS = """
            select pg_catalog.current_database() as "PKTABLE_CAT", pn.nspname as "PKTABLE_SCHEM", pc.relname as "PKTABLE_NAME",
                   pa.attname as "PKCOLUMN_NAME", pg_catalog.current_database() as "FKTABLE_CAT", fn.nspname as "FKTABLE_SCHEM",
                   fc.relname as "FKTABLE_NAME", fa.attname as "FKCOLUMN_NAME", k.position::int as "KEY_SEQ",
                   case con.confupdtype when 'c' then %1$d when 'r' then %2$d when 'n' then %3$d when 'a' then %4$d when 'd' then %5$d end as "UPDATE_RULE",
                   case con.confdeltype when 'c' then %1$d when 'r' then %2$d when 'n' then %3$d when 'a' then %4$d when 'd' then %5$d end as "DELETE_RULE",
                   con.conname as "FK_NAME", pk.relname as "PK_NAME",
                   case when not con.condeferrable then %6$d when con.condeferred then %7$d else %8$d end as "DEFERRABILITY"
              from pg_catalog.pg_constraint con
              join pg_catalog.pg_class fc on fc.oid = con.conrelid
              join pg_catalog.pg_namespace fn on fn.oid = fc.relnamespace
              join pg_catalog.pg_class pc on pc.oid = con.confrelid
              join pg_catalog.pg_namespace pn on pn.oid = pc.relnamespace
              left join pg_catalog.pg_class pk on pk.oid = con.conindid
             cross join lateral unnest(con.conkey, con.confkey) with ordinality k (attnum, referenced, position)
              join pg_catalog.pg_attribute fa on fa.attrelid = fc.oid and fa.attnum = k.attnum
              join pg_catalog.pg_attribute pa on pa.attrelid = pc.oid and pa.attnum = k.referenced
             where con.contype = 'f'""".formatted(
                    DatabaseMetaData.importedKeyCascade,
                    DatabaseMetaData.importedKeyRestrict,
                    DatabaseMetaData.importedKeySetNull,
                    DatabaseMetaData.importedKeyNoAction,
                    DatabaseMetaData.importedKeySetDefault,
                    DatabaseMetaData.importedKeyNotDeferrable,
                    DatabaseMetaData.importedKeyInitiallyDeferred,
                    DatabaseMetaData.importedKeyInitiallyImmediate);

    private static final String BY_REFERENCED = "order by pn.nspname, pc.relname, con.conname, k.position";
    private static final String BY_REFERENCING = "order by fn.nspname, fc.relname, con.conname, k.position";

    private static final String KEY_COLUMNS = """
            select a.attname, a.atttypid as type, a.atttypmod as modifier, %s as type_name, %s as kind
              from pg_catalog.pg_index i
              join pg_catalog.pg_class c on c.oid = i.indrelid
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
              join pg_catalog.pg_type t on t.oid = a.atttypid
              join pg_catalog.pg_namespace tn on tn.oid = t.typnamespace
             where i.indisprimary""".formatted(TypeCatalog.NAME, TypeKind.LETTER);

    private final Catalog catalog;

    KeyQueries(Catalog catalog) {
        this.catalog = catalog;
    }

    ResultSet primaryKeys(@Nullable String database, @Nullable String schema, @Nullable String table)
            throws SQLException {
        return catalog.query(PRIMARY_KEYS)
                .inDatabase(database)
                .is("n.nspname", schema)
                .is("c.relname", table)
                .then("order by c.relname, con.conname, k.position")
                .run();
    }

    /** What a table refers to. */
    ResultSet importedKeys(@Nullable String database, @Nullable String schema, @Nullable String table)
            throws SQLException {
        return catalog.query(FOREIGN_KEYS)
                .inDatabase(database)
                .is("fn.nspname", schema)
                .is("fc.relname", table)
                .then(BY_REFERENCED)
                .run();
    }

    /** What refers to a table. */
    ResultSet exportedKeys(@Nullable String database, @Nullable String schema, @Nullable String table)
            throws SQLException {
        return catalog.query(FOREIGN_KEYS)
                .inDatabase(database)
                .is("pn.nspname", schema)
                .is("pc.relname", table)
                .then(BY_REFERENCING)
                .run();
    }

    /** How one table refers to another. */
    ResultSet crossReference(
            @Nullable String parentDatabase,
            @Nullable String parentSchema,
            @Nullable String parentTable,
            @Nullable String foreignDatabase,
            @Nullable String foreignSchema,
            @Nullable String foreignTable)
            throws SQLException {
        return catalog.query(FOREIGN_KEYS)
                .inDatabase(parentDatabase)
                .inDatabase(foreignDatabase)
                .is("pn.nspname", parentSchema)
                .is("pc.relname", parentTable)
                .is("fn.nspname", foreignSchema)
                .is("fc.relname", foreignTable)
                .then(BY_REFERENCING)
                .run();
    }

    private static MadeRows identifiers() {
        return new MadeRows()
                .column("SCOPE", SqlType.INT2)
                .column("COLUMN_NAME", SqlType.VARCHAR)
                .column("DATA_TYPE", SqlType.INT2)
                .column("TYPE_NAME", SqlType.VARCHAR)
                .columns(SqlType.INT4, "COLUMN_SIZE", "BUFFER_LENGTH")
                .columns(SqlType.INT2, "DECIMAL_DIGITS", "PSEUDO_COLUMN");
    }

    /** The primary key's columns. */
    ResultSet bestRowIdentifier(@Nullable String database, @Nullable String schema, @Nullable String table, int scope)
            throws SQLException {
        var rows = identifiers();
        try (var found = catalog.query(KEY_COLUMNS)
                .inDatabase(database)
                .is("n.nspname", schema)
                .is("c.relname", table)
                .then("order by a.attnum")
                .run()) {
            while (found.next()) {
                var type = (int) found.getLong("type");
                var measures = TypeMeasures.of(
                        SqlType.of(type),
                        found.getInt("modifier"),
                        catalog.session().options().unknownLength());
                rows.row(
                        scope,
                        found.getString("attname"),
                        TypeKind.of(found.getString("kind")).jdbcType(type),
                        found.getString("type_name"),
                        measures.precision(),
                        null,
                        measures.scale(),
                        DatabaseMetaData.bestRowNotPseudo);
            }
        }
        return catalog.answer(rows);
    }

    /** The place of a row changes with each of its versions. */
    ResultSet versionColumns() {
        return catalog.answer(identifiers()
                .row(null, "ctid", Types.OTHER, "tid", null, null, null, DatabaseMetaData.versionColumnPseudo));
    }
}
