package io.penstock.r2dbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * SQL text as it was given, looked through once for its parameter markers: {@code $1}, {@code $2}, …, or names behind a colon. Names are replaced by
 * numbers in the order in which they first occur; where the text has numbers, colons are left alone.
 *
 * <p>What stands in quotes, dollar quotes and comments is no marker, and neither is what stands behind {@code ::}, nor in brackets, where a colon makes
 * a slice. Immutable.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">Lexical Structure</a>
 */
final class StatementText {

    private static final Set<String> WRITERS = Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "WITH");

    private final String sql;
    private final int end;
    private final int parameters;
    private final List<String> names;
    private final String firstWord;
    private final Shape shape;

    /** What else the text shows. */
    enum Shape {
        /** One statement. */
        SIMPLE,
        /** One statement that has a RETURNING clause. */
        RETURNING,
        /** Several statements. */
        COMPOUND
    }

    private StatementText(SqlScanner scanner) {
        var numbered = scanner.highestNumber() > 0;
        names = numbered ? List.of() : List.copyOf(scanner.names());
        parameters = numbered ? scanner.highestNumber() : names.size();
        sql = names.isEmpty() ? scanner.text() : scanner.numbered();
        end = scanner.end() + (sql.length() - scanner.text().length());
        firstWord = scanner.firstWord().toUpperCase(Locale.ROOT);
        shape = scanner.isCompound() ? Shape.COMPOUND : scanner.hasReturning() ? Shape.RETURNING : Shape.SIMPLE;
    }

    static StatementText of(String sql) {
        return new StatementText(SqlScanner.scan(sql));
    }

    /** With numbers for markers. */
    String sql() {
        return sql;
    }

    int parameters() {
        return parameters;
    }

    boolean isCompound() {
        return shape == Shape.COMPOUND;
    }

    /** The position, from 0, of the parameter of a name: {@code $2} is 1; a name may come with its colon or without. */
    int indexOf(String name) {
        if (name.matches("\\$[0-9]{1,5}")) {
            var number = Integer.parseInt(name.substring(1));
            if (names.isEmpty() && number >= 1 && number <= parameters) {
                return number - 1;
            }
        }
        var index = names.indexOf(name.startsWith(":") ? name.substring(1) : name);
        if (index < 0) {
            throw new NoSuchElementException("the statement has no such parameter; it has "
                    + (names.isEmpty() ? parameters + ", named $1 and so on" : String.join(", ", names)));
        }
        return index;
    }

    /**
     * With a clause that returns columns, all of them where none is named; as it is where it has such a clause.
     *
     * @throws IllegalStateException if it is no statement that writes rows
     */
    String returning(List<String> columns) {
        if (shape == Shape.RETURNING) {
            return sql;
        }
        if (shape == Shape.COMPOUND || !WRITERS.contains(firstWord)) {
            throw new IllegalStateException("only one INSERT, UPDATE, DELETE or MERGE returns generated values");
        }
        var wanted = new ArrayList<String>();
        columns.forEach(column -> wanted.add(SqlNames.folded(column)));
        return sql.substring(0, end) + "\nRETURNING " + (wanted.isEmpty() ? "*" : String.join(", ", wanted));
    }
}
