package io.penstock.codec;

import static java.util.Objects.requireNonNull;

/**
 * A data type of a server, as its catalog {@code pg_type} describes it.
 *
 * @param oid the type's OID, an unsigned 32-bit number; 0 where only the name is known, because the OID differs
 *     from database to database
 * @param name the type's name in the catalog, such as {@code int4}; an array's starts with an underscore
 * @param kind what sort of type it is
 * @param elementOid the element type of an array, the base type of a domain, the subtype of a range, the range type of a
 *     multirange; else 0
 * @param arrayOid the type of arrays of this type, or 0 where there is none
 * @see <a href="https://www.postgresql.org/docs/current/catalog-pg-type.html">pg_type</a>
 */
public record PgType(int oid, String name, Kind kind, int elementOid, int arrayOid) {

    /** What sort of type it is: {@code typtype}, with arrays told apart. */
    public enum Kind {
        BASE,
        ARRAY,
        COMPOSITE,
        DOMAIN,
        ENUM,
        RANGE,
        MULTIRANGE,
        PSEUDO
    }

    /** A type of the catalog. */
    public PgType {
        requireNonNull(name, "name");
        requireNonNull(kind, "kind");
    }

    /** A base type of which only the name is known; a registry finds its OID once the types are loaded. */
    public static PgType named(String name) {
        return new PgType(0, name, Kind.BASE, 0, 0);
    }

    /** A type of which only the OID is known; it is read as text. */
    public static PgType unknown(int oid) {
        return new PgType(oid, "type with OID " + Integer.toUnsignedString(oid), Kind.BASE, 0, 0);
    }

    /** The name, for messages. */
    @Override
    public String toString() {
        return name;
    }
}
