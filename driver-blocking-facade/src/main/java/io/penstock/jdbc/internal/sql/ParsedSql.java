package io.penstock.jdbc.internal.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SQL text as JDBC has it, read: the statements that it consists of, at least one.
 *
 * @param parts the statements, in order
 * @param parameters how many placeholders there are in all of them
 * @param call what a call escape asks for; {@link CallForm#NONE} where the text is none
 * @param valuesRow the row of an INSERT of one; null where the text is none
 */
public record ParsedSql(
        List<SqlPart> parts,
        int parameters,
        CallForm call,
        @Nullable ValuesRow valuesRow) {

    public ParsedSql {
        parts = List.copyOf(parts);
    }

    /** The text of all parts, as the server reads it. */
    public String nativeText() {
        if (parts.size() == 1) {
            return parts.get(0).text();
        }
        var text = new StringBuilder();
        for (var part : parts) {
            text.append(text.isEmpty() ? "" : ";").append(part.text());
        }
        return text.toString();
    }

    /** The same with a RETURNING clause behind the one statement, where it takes one and has none. */
    public ParsedSql returning(String columns) {
        var only = parts.get(0);
        if (parts.size() > 1 || !only.verb().mayReturn() || only.returning()) {
            return this;
        }
        return new ParsedSql(List.of(only.followedBy("\nRETURNING " + columns)), parameters, call, null);
    }
}
