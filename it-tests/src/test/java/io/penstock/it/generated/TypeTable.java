package io.penstock.it.generated;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The constants of {@code PgTypes}, as a server's {@code pg_type} has them. */
final class TypeTable {

    /** OIDs below are given by hand in the server's sources and never change; others differ from server to server. */
    private static final int FIRST_UNFIXED_OID = 10_000;

    /** What a column can hold: no row types of catalogs, and of the pseudo-types those whose values reach a client. */
    private static final String TYPES = """
            select t.oid, t.typname, t.typtype, t.typarray, t.typdelim, e.typname as element,
                   coalesce(s.typname, r.typname) as below
            from pg_catalog.pg_type t
            left join pg_catalog.pg_type e on e.oid = t.typelem and e.typarray = t.oid
            left join pg_catalog.pg_range sr on sr.rngtypid = t.oid
            left join pg_catalog.pg_type s on s.oid = sr.rngsubtype
            left join pg_catalog.pg_range mr on mr.rngmultitypid = t.oid
            left join pg_catalog.pg_type r on r.oid = mr.rngtypid
            where t.typnamespace = 'pg_catalog'::regnamespace
              and t.oid < ?
              and t.typtype <> 'c'
              and coalesce(e.typtype, t.typtype) <> 'c'
              and (t.typtype <> 'p' or coalesce(e.typname, t.typname) in ('anyarray', 'cstring', 'record', 'unknown', 'void'))
            order by t.oid
            """;

    private static final String NO_JAVADOC = "    /** As {@code String}. */\n";

    private final Map<String, String> javadoc;
    private final Map<Section, List<String>> sections = new HashMap<>();

    /** In the order of the file: what others are made of comes before them. */
    private enum Section {
        BASE("Base types"),
        RANGE("Ranges"),
        MULTIRANGE("Multiranges"),
        PSEUDO("Pseudo-types, as far as a client can meet them"),
        ARRAY("Arrays");

        private final String title;

        Section(String title) {
            this.title = title;
        }
    }

    private TypeTable(Map<String, String> javadoc) {
        this.javadoc = javadoc;
        for (Section section : Section.values()) {
            sections.put(section, new ArrayList<>());
        }
    }

    /**
     * Renders the table.
     *
     * @param javadoc what is said of the constants, by their names
     */
    static String render(Connection server, Map<String, String> javadoc) throws SQLException {
        var table = new TypeTable(javadoc);
        try (var statement = server.prepareStatement(TYPES)) {
            statement.setInt(1, FIRST_UNFIXED_OID);
            try (ResultSet types = statement.executeQuery()) {
                while (types.next()) {
                    table.add(types);
                }
            }
        }
        return table.render();
    }

    private void add(ResultSet type) throws SQLException {
        long oid = type.getLong("oid");
        String name = type.getString("typname");
        long array = type.getLong("typarray");
        String element = type.getString("element");
        if (element != null) {
            if (!name.equals("_" + element)) {
                throw new IllegalStateException("array type " + name + " is not called after " + element);
            }
            sections.get(Section.ARRAY)
                    .add(declaration(constant(element) + "_ARRAY", "arrayOf(%s)", constant(element)));
            return;
        }
        String below = type.getString("below");
        switch (type.getString("typtype")) {
            case "b" -> {
                String delimiter = type.getString("typdelim");
                String more = delimiter.equals(",") ? "" : ", '" + delimiter + "'";
                add(Section.BASE, name, "base(%d, \"%s\", %d%s)", oid, name, array, more);
            }
            case "r" -> add(Section.RANGE, name, "range(%d, \"%s\", %s, %d)", oid, name, constant(below), array);
            case "m" ->
                add(Section.MULTIRANGE, name, "multirange(%d, \"%s\", %s, %d)", oid, name, constant(below), array);
            case "p" -> add(Section.PSEUDO, name, "pseudo(%d, \"%s\", %d)", oid, name, array);
            default -> throw new IllegalStateException("unknown sort of type " + name);
        }
    }

    private void add(Section section, String name, String call, Object... arguments) {
        String constant = constant(name);
        sections.get(section)
                .add(javadoc.getOrDefault(constant, NO_JAVADOC) + declaration(constant, call, arguments) + "\n");
    }

    private static String declaration(String constant, String call, Object... arguments) {
        return "    public static final PgType " + constant + " = " + call.formatted(arguments) + ";\n";
    }

    private static String constant(String typeName) {
        return typeName.toUpperCase(Locale.ROOT);
    }

    private String render() {
        var text = new StringBuilder();
        for (Section section : Section.values()) {
            text.append("    // ").append(section.title).append("\n\n");
            sections.get(section).forEach(text::append);
        }
        return text.append('\n').toString();
    }
}
