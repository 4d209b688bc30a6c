package io.penstock.codec;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A data type of a server, as its catalog {@code pg_type} describes it.
 *
 * @param oid the type's OID, an unsigned 32-bit number; 0 where only the name is known, because the OID differs
 *     from database to database
 * @param schema the schema that the type is in; empty where it does not matter or is not known
 * @param name the type's name in the catalog, such as {@code int4}; an array's starts with an underscore
 * @param kind what sort of type it is
 * @param elementOid the element type of an array, the base type of a domain, the subtype of a range, the range type of a
 *     multirange; else 0
 * @param arrayOid the type of arrays of this type, or 0 where there is none
 * @param delimiter what stands between the elements of an array of this type in its text form
 * @param attributes the attributes of a composite type, in their order; else empty
 * @see <a href="https://www.postgresql.org/docs/current/catalog-pg-type.html">pg_type</a>
 */
public record PgType(
        int oid,
        String schema,
        String name,
        Kind kind,
        int elementOid,
        int arrayOid,
        char delimiter,
        List<Attribute> attributes) {

    /** What stands between the elements of arrays, but for those of {@code box}. */
    public static final char COMMA = ',';

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

    /**
     * An attribute of a composite type.
     *
     * @param name its name, as the catalog has it
     * @param typeOid its type
     */
    public record Attribute(String name, int typeOid) {
        public Attribute {
            requireNonNull(name, "name");
        }
    }

    /** A type of the catalog. */
    public PgType {
        requireNonNull(schema, "schema");
        requireNonNull(name, "name");
        requireNonNull(kind, "kind");
        attributes = List.copyOf(attributes);
    }

    /** A type without attributes, in a schema that does not matter. */
    public PgType(int oid, String name, Kind kind, int elementOid, int arrayOid) {
        this(oid, "", name, kind, elementOid, arrayOid, COMMA, List.of());
    }

    /** A type of which only the name is known, in whatever schema it is; a registry finds its OID once the types are loaded. */
    public static PgType named(String name) {
        return named("", name);
    }

    /** A type of which only the name and the schema are known; an empty schema stands for any. */
    public static PgType named(String schema, String name) {
        return new PgType(0, schema, name, Kind.BASE, 0, 0, COMMA, List.of());
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
