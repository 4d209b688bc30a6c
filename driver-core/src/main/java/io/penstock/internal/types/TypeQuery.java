package io.penstock.internal.types;

import static java.util.Objects.requireNonNull;

import io.penstock.Query;
import io.penstock.Result;
import io.penstock.Row;
import io.penstock.codec.PgType;
import io.penstock.codec.PgType.Attribute;
import io.penstock.codec.PgType.Kind;
import io.penstock.error.Outcome;
import io.penstock.error.PgProtocolException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The question that is put to {@code pg_type}, and how its answer is read.
 *
 * <p>It is one statement, whatever is asked: types by OID, types by name in whatever schemas they are, and with each all types that
 * it is made of or that are made of it (elements, arrays, base types, subtypes, attributes), but for those with fixed OIDs. It needs no right that
 * is not everybody's, and takes no lock but the one of reading the catalogs.
 */
public final class TypeQuery {

    /** How many types one answer may have; a database that needs more is asked for less. */
    static final int MAX_TYPES = 4_096;

    private static final String SQL = """
            with recursive wanted(oid) as (
                select t.oid from pg_catalog.pg_type t
                where t.oid = any($1::int8[]::oid[]) or t.typname = any($2::text[]::name[])
              union
                select part.oid
                from wanted w
                join pg_catalog.pg_type t on t.oid = w.oid
                left join pg_catalog.pg_range r on r.rngtypid = t.oid
                left join pg_catalog.pg_range m on m.rngmultitypid = t.oid
                cross join lateral (
                    select unnest(array[t.typelem, t.typarray, t.typbasetype, r.rngsubtype, r.rngmultitypid, m.rngtypid])
                  union all
                    select a.atttypid from pg_catalog.pg_attribute a
                    where a.attrelid = t.typrelid and t.typrelid <> 0 and a.attnum > 0 and not a.attisdropped
                ) part(oid)
                where part.oid >= 10000
            )
            select t.oid::int8, n.nspname::text, t.typname::text, t.typtype::text, t.typdelim::text, t.typarray::int8,
                   coalesce(e.oid, nullif(t.typbasetype, 0), r.rngsubtype, m.rngtypid, 0)::int8,
                   e.oid is not null,
                   array(select a.attname::text from pg_catalog.pg_attribute a
                         where a.attrelid = t.typrelid and t.typrelid <> 0 and a.attnum > 0 and not a.attisdropped
                         order by a.attnum),
                   array(select a.atttypid::int8 from pg_catalog.pg_attribute a
                         where a.attrelid = t.typrelid and t.typrelid <> 0 and a.attnum > 0 and not a.attisdropped
                         order by a.attnum)
            from wanted w
            join pg_catalog.pg_type t on t.oid = w.oid
            join pg_catalog.pg_namespace n on n.oid = t.typnamespace
            left join pg_catalog.pg_type e on e.oid = t.typelem and e.typarray = t.oid
            left join pg_catalog.pg_range r on r.rngtypid = t.oid
            left join pg_catalog.pg_range m on m.rngmultitypid = t.oid
            limit 4097
            """;

    private TypeQuery() {}

    /**
     * Asks for types.
     *
     * @param oids as unsigned numbers in {@code int}s
     * @param names types without an OID; their schemas are looked at when the answer is there
     */
    static Query of(Collection<Integer> oids, Collection<PgType> names) {
        return Query.of(
                SQL,
                oids.stream().mapToLong(Integer::toUnsignedLong).toArray(),
                names.stream().map(PgType::name).distinct().toArray(String[]::new));
    }

    /**
     * Reads the answer.
     *
     * @throws PgRejectedException if there are more than {@value #MAX_TYPES}
     * @throws io.penstock.error.PgException if it is not what a catalog can say
     */
    public static List<PgType> read(Result answer) {
        if (answer.size() > MAX_TYPES) {
            throw new PgRejectedException(
                    "the types asked for lead to more than " + MAX_TYPES + " others",
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    Outcome.NOT_EXECUTED);
        }
        List<PgType> types = new ArrayList<>(answer.size());
        for (Row row : answer.rows()) {
            types.add(read(row));
        }
        return types;
    }

    private static PgType read(Row row) {
        String delimiter = text(row, 4);
        return new PgType(
                (int) row.getLong(0),
                text(row, 1),
                text(row, 2),
                row.getBoolean(7) ? Kind.ARRAY : kind(text(row, 3)),
                (int) row.getLong(6),
                (int) row.getLong(5),
                delimiter.isEmpty() ? PgType.COMMA : delimiter.charAt(0),
                attributes(row));
    }

    private static Kind kind(String typtype) {
        return switch (typtype) {
            case "b" -> Kind.BASE;
            case "c" -> Kind.COMPOSITE;
            case "d" -> Kind.DOMAIN;
            case "e" -> Kind.ENUM;
            case "r" -> Kind.RANGE;
            case "m" -> Kind.MULTIRANGE;
            case "p" -> Kind.PSEUDO;
            default -> throw new PgProtocolException("a type of an unknown sort in pg_type");
        };
    }

    private static List<Attribute> attributes(Row row) {
        String[] names = requireNonNull(row.get(8, String[].class), "names");
        long[] types = requireNonNull(row.get(9, long[].class), "types");
        if (names.length != types.length) {
            throw new PgProtocolException("attributes that do not go together in pg_attribute");
        }
        List<Attribute> attributes = new ArrayList<>(names.length);
        for (int i = 0; i < names.length; i++) {
            attributes.add(new Attribute(names[i], (int) types[i]));
        }
        return attributes;
    }

    private static String text(Row row, int index) {
        return requireNonNull(row.getString(index), "NULL in pg_type");
    }
}
