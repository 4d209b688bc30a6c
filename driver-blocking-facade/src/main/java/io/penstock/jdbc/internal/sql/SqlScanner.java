package io.penstock.jdbc.internal.sql;

import io.penstock.sql.SqlLexer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads one SQL text from front to back.
 *
 * <p>Strings ({@code '…'}, {@code E'…'}, {@code U&'…'}), quoted identifiers, comments ({@code --} and nested {@code /*}) and dollar quotes are copied as they
 * are. Outside of them {@code ?} becomes the next parameter and {@code ??} the operator {@code ?}, a semicolon ends a part, and escapes in braces are
 * translated by {@link JdbcEscapes}. A text that ends inside of something is left for the server to complain about.
 *
 * <p>The body of a {@code CREATE FUNCTION … BEGIN ATOMIC … END} is one part with its semicolons.
 *
 * <p>Lives for one text; belongs to one thread.
 */
public final class SqlScanner {

    private final String sql;
    private final SqlSyntax syntax;
    private final List<SqlPart> parts = new ArrayList<>();

    private StringBuilder out = new StringBuilder();
    private int at;

    /** Parameters of the present part, and of all parts before it. */
    private int parameters;

    private int parametersBefore;
    private CallForm call = CallForm.NONE;

    // The words of the present part.
    private Verb verb = Verb.NONE;
    private boolean returning;
    private String lastWord = "";

    /** How many ENDs are missing to the end of an SQL-standard body; 0 outside of one. */
    private int openBodies;

    private int parentheses;
    private final ValuesRowFinder values = new ValuesRowFinder();

    private SqlScanner(String sql, SqlSyntax syntax) {
        this.sql = sql;
        this.syntax = syntax;
    }

    /**
     * Reads a text.
     *
     * @throws SqlSyntaxException if a JDBC escape has no end, or is not one
     */
    public static ParsedSql parse(String sql, SqlSyntax syntax) throws SqlSyntaxException {
        return new SqlScanner(sql, syntax).parse();
    }

    private ParsedSql parse() throws SqlSyntaxException {
        var escaped = CallEscape.find(sql, syntax);
        if (escaped != null) {
            call = escaped.form();
            at = escaped.from();
            out.append(escaped.prefix());
            noteWord(escaped.verb());
            called(escaped);
            out.append(escaped.suffix());
            at = sql.length();
        }
        while (at < sql.length()) {
            step();
        }
        endPart();
        if (parts.isEmpty()) {
            parts.add(new SqlPart("", 0, Verb.NONE, false));
        }
        return new ParsedSql(parts, parametersBefore + (call == CallForm.RESULT ? 1 : 0), call, valuesRow());
    }

    /** A name, and its arguments in parentheses, which the server wants where there are none, too. */
    private void called(CallEscape escaped) throws SqlSyntaxException {
        while (at < escaped.to() && sql.charAt(at) != '(') {
            step();
        }
        var first = escaped.result() == CallEscape.Result.FIRST_ARGUMENT;
        if (at == escaped.to()) {
            out.append('(').append(first ? "$" + ++parameters : "").append(')');
            return;
        }
        step();
        if (first) {
            out.append('$').append(++parameters);
            out.append(sql.charAt(SqlLexer.skipBlank(sql, at)) == ')' ? "" : ", ");
        }
        while (at < escaped.to()) {
            step();
        }
    }

    private @Nullable ValuesRow valuesRow() {
        return parts.size() == 1 && parts.get(0).verb() == Verb.INSERT ? values.found() : null;
    }

    /** Takes one thing in, whatever it is. */
    private void step() throws SqlSyntaxException {
        var c = sql.charAt(at);
        switch (c) {
            case '\'' -> copyTo(endOfString(at));
            case '"' -> copyTo(SqlLexer.endOfIdentifier(sql, at));
            case '-' -> copyTo(SqlLexer.endOfLineComment(sql, at));
            case '/' -> copyTo(SqlLexer.endOfBlockComment(sql, at));
            case '$' -> copyTo(SqlLexer.endOfDollarQuote(sql, at));
            case '?' -> questionMark();
            case ';' -> semicolon();
            case '{' -> brace();
            case '(' -> {
                values.open(at, parentheses++);
                copyTo(at + 1);
            }
            case ')' -> {
                values.close(at, --parentheses);
                copyTo(at + 1);
            }
            case ',' -> {
                values.comma(parentheses);
                copyTo(at + 1);
            }
            default -> {
                if (SqlLexer.startsWord(c)) {
                    word();
                } else {
                    copyTo(at + 1);
                }
            }
        }
    }

    private void copyTo(int end) {
        out.append(sql, at, end);
        at = end;
    }

    private int endOfString(int quote) {
        return backslashesIn(quote) ? SqlLexer.endOfEscapeString(sql, quote) : SqlLexer.endOfString(sql, quote);
    }

    private boolean backslashesIn(int quote) {
        if (quote > 0 && (sql.charAt(quote - 1) == 'e' || sql.charAt(quote - 1) == 'E')) {
            return quote == 1 || !SqlLexer.continuesWord(sql.charAt(quote - 2));
        }
        return syntax.strings() == SqlSyntax.Strings.WITH_BACKSLASHES;
    }

    // ---- what means something to JDBC

    private void questionMark() {
        if (syntax.placeholders() == SqlSyntax.Placeholders.NONE) {
            copyTo(at + 1);
        } else if (at + 1 < sql.length() && sql.charAt(at + 1) == '?') {
            out.append('?');
            at += 2;
        } else {
            values.parameter();
            parameters++;
            out.append('$').append(parameters);
            at++;
        }
    }

    private void semicolon() {
        if (openBodies > 0 || parentheses > 0) {
            copyTo(at + 1);
        } else {
            at++;
            endPart();
        }
    }

    private void endPart() {
        if (verb != Verb.NONE || !isBlank(out)) {
            parts.add(new SqlPart(out.toString().strip(), parameters, verb, returning));
        }
        parametersBefore += parameters;
        parameters = 0;
        out = new StringBuilder();
        verb = Verb.NONE;
        returning = false;
        lastWord = "";
        openBodies = 0;
        parentheses = 0;
    }

    private static boolean isBlank(CharSequence text) {
        return SqlLexer.skipBlank(text.toString(), 0) == text.length();
    }

    private void brace() throws SqlSyntaxException {
        var keyword = syntax.escapes() == SqlSyntax.Escapes.PROCESSED ? JdbcEscapes.Keyword.at(sql, at) : null;
        if (keyword == null) {
            copyTo(at + 1);
            return;
        }
        at = keyword.behind(sql, at);
        switch (keyword) {
            case DATE, TIME, TIMESTAMP, ESCAPE -> {
                out.append(keyword.sql());
                argument('}', '}');
                at++;
            }
            case OUTER_JOIN -> {
                argument('}', '}');
                at++;
            }
            case FUNCTION -> function();
        }
    }

    /** {@code {fn name(argument, …)}}, the brace and the keyword behind us. */
    private void function() throws SqlSyntaxException {
        at = SqlLexer.skipBlank(sql, at);
        var start = at;
        at = SqlLexer.endOfWord(sql, at);
        var name = sql.substring(start, at);
        at = SqlLexer.skipBlank(sql, at);
        if (at == sql.length() || sql.charAt(at) != '(') {
            out.append(name);
            argument('}', '}');
            at++;
            return;
        }
        var translated = JdbcFunctions.translate(name, arguments());
        argument('}', '}');
        at++;
        out.append(translated);
    }

    private List<String> arguments() throws SqlSyntaxException {
        var arguments = new ArrayList<String>();
        var whole = out;
        do {
            at++;
            out = new StringBuilder();
            argument(',', ')');
            arguments.add(out.toString());
        } while (sql.charAt(at) == ',');
        at++;
        out = whole;
        return arguments.size() == 1 && arguments.get(0).isBlank() ? List.of() : arguments;
    }

    /** Takes things in up to either character, outside of parentheses; leaves it where it is. */
    private void argument(char end, char otherEnd) throws SqlSyntaxException {
        var depth = parentheses;
        while (at < sql.length()) {
            var c = sql.charAt(at);
            if (parentheses == depth && (c == end || c == otherEnd)) {
                return;
            }
            step();
        }
        throw new SqlSyntaxException("a JDBC escape has no end: '" + end + "' is missing");
    }

    // ---- words

    private void word() {
        var start = at;
        at = SqlLexer.endOfWord(sql, at);
        out.append(sql, start, at);
        // The prefix of a string is no word.
        if (at < sql.length() && sql.charAt(at) == '\'') {
            return;
        }
        noteWord(sql.substring(start, at));
    }

    private void noteWord(String word) {
        var lower = word.toLowerCase(Locale.ROOT);
        if (verb == Verb.NONE) {
            verb = Verb.of(lower);
        } else if (parentheses == 0) {
            verb = verb.behindItsExpressions(lower);
        }
        returning |= parentheses == 0 && lower.equals("returning");
        values.word(lower, parentheses);
        if (lower.equals("atomic") && lastWord.equals("begin")) {
            openBodies = 1;
        } else if (openBodies > 0 && lower.equals("case")) {
            openBodies++;
        } else if (openBodies > 0 && lower.equals("end")) {
            openBodies--;
        }
        lastWord = lower;
    }
}
