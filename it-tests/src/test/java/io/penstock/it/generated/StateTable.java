package io.penstock.it.generated;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The constants of {@code SqlState}, as the server's own {@code errcodes.txt} has them: one for each code, under the name of its
 * condition.
 *
 * <pre>
 *   Section: Class 08 - Connection Exception
 *   08003    E    ERRCODE_CONNECTION_DOES_NOT_EXIST    connection_does_not_exist
 * </pre>
 */
final class StateTable {

    /** Superusers may read it, wherever the server runs. */
    private static final String CODES = """
            select pg_catalog.pg_read_file(setting || '/errcodes.txt')
            from pg_catalog.pg_config where name = 'SHAREDIR'
            """;

    private static final String SECTION = "Section: Class ";

    /** A line without the fourth field is another name for a code that has one. */
    private static final int FIELDS = 4;

    /** Classes whose conditions are called as those of other classes; of class 22 they are the plain ones. */
    private static final Map<String, String> PREFIXES = Map.of(
            "01", "WARNING_", "22", "", "2F", "SQL_ROUTINE_", "38", "EXTERNAL_ROUTINE_", "39", "EXTERNAL_INVOCATION_");

    /** What servers up to PostgreSQL 16 send and later ones have forgotten. */
    private static final Map<String, String> DROPPED = Map.of("Snapshot Failure", "72000 E - snapshot_too_old");

    private record State(String code, String condition) {
        String sqlClass() {
            return code.substring(0, 2);
        }
    }

    private final Map<String, String> titles = new TreeMap<>();
    private final List<State> states = new ArrayList<>();

    private StateTable() {}

    static String render(Connection server) throws SQLException {
        var table = new StateTable();
        try (var statement = server.prepareStatement(CODES);
                ResultSet codes = statement.executeQuery()) {
            codes.next();
            codes.getString(1).lines().forEach(table::read);
        }
        DROPPED.forEach((title, line) -> {
            table.titles.put(line.substring(0, 2), title);
            table.read(line);
        });
        table.states.sort(comparing(State::code));
        return table.render();
    }

    private void read(String line) {
        if (line.startsWith(SECTION)) {
            String title = line.substring(SECTION.length());
            titles.put(title.substring(0, 2), title.substring(5).replaceFirst(" \\(.*", ""));
            return;
        }
        String[] fields = line.strip().split("\\s+");
        if (!line.startsWith("#") && fields.length == FIELDS) {
            states.add(new State(fields[0], fields[3]));
        }
    }

    private String render() {
        Map<String, Long> uses = states.stream().collect(groupingBy(State::condition, counting()));
        var text = new StringBuilder();
        titles.forEach((sqlClass, title) -> {
            text.append("    // Class ")
                    .append(sqlClass)
                    .append(": ")
                    .append(title)
                    .append('\n');
            for (State state : states) {
                if (state.sqlClass().equals(sqlClass)) {
                    String prefix = uses.get(state.condition()) > 1 ? PREFIXES.get(sqlClass) : "";
                    String constant = prefix + state.condition().toUpperCase(Locale.ROOT);
                    text.append("    public static final String %s = \"%s\";\n".formatted(constant, state.code()));
                }
            }
            text.append('\n');
        });
        return text.toString();
    }
}
