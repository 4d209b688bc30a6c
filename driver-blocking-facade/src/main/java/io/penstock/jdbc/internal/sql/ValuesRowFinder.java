package io.penstock.jdbc.internal.sql;

import org.jspecify.annotations.Nullable;

/**
 * Looks for the one row of values of an INSERT, while its text is read. Confined to its scanner.
 *
 * <p>An {@code ON CONFLICT DO UPDATE} has none: a row that two of the rows conflict with is updated twice by two statements, and is an error in one.
 */
final class ValuesRowFinder {

    /** How far it has come. */
    private enum Place {
        BEFORE_VALUES,
        BEFORE_ROW,
        IN_ROW,
        BEHIND_ROW,
        /** It is not such a statement. */
        ELSEWHERE
    }

    private Place place = Place.BEFORE_VALUES;
    private int from;
    private int to;

    void word(String lower, int parentheses) {
        if (parentheses > 0) {
            return;
        }
        switch (lower) {
            case "values" -> place = place == Place.BEFORE_VALUES ? Place.BEFORE_ROW : Place.ELSEWHERE;
            case "select", "table", "with", "update", "returning" -> place = Place.ELSEWHERE;
            default -> {
                if (place == Place.BEFORE_ROW) {
                    place = Place.ELSEWHERE;
                }
            }
        }
    }

    /** @param parentheses how many are open, this one not counted */
    void open(int at, int parentheses) {
        if (parentheses > 0) {
            return;
        }
        switch (place) {
            case BEFORE_ROW -> {
                place = Place.IN_ROW;
                from = at;
            }
            case BEFORE_VALUES, IN_ROW, BEHIND_ROW, ELSEWHERE -> {}
        }
    }

    /** Behind it another row follows. */
    void comma(int parentheses) {
        if (parentheses == 0 && place == Place.BEHIND_ROW) {
            place = Place.ELSEWHERE;
        }
    }

    /** @param parentheses how many are open, this one not counted any more */
    void close(int at, int parentheses) {
        if (parentheses == 0 && place == Place.IN_ROW) {
            place = Place.BEHIND_ROW;
            to = at + 1;
        }
    }

    void parameter() {
        if (place != Place.IN_ROW) {
            place = Place.ELSEWHERE;
        }
    }

    /** The row; null if there is none, or more than one. */
    @Nullable
    ValuesRow found() {
        return place == Place.BEHIND_ROW ? new ValuesRow(from, to) : null;
    }
}
