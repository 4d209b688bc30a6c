package io.penstock.jdbc.internal.sql;

import io.penstock.sql.SqlLexer;
import org.jspecify.annotations.Nullable;

/**
 * A text that is one call escape, {@code {call p(…)}} or {@code {? = call f(…)}}.
 *
 * @param form which of the two
 * @param from where the called name begins
 * @param to behind its closing parenthesis, or the name
 * @param prefix what stands in front of it for the server
 * @param result where the first placeholder goes
 * @param suffix what stands behind it
 * @param verb the first word of that
 */
record CallEscape(CallForm form, int from, int to, String prefix, Result result, String suffix, String verb) {

    /** Where the first placeholder of {@code {? = call f(…)}} goes. */
    enum Result {
        /** Nowhere: it is not sent, or there is none. */
        NOT_SENT,
        /** In front of the arguments: it is the first parameter of a procedure. */
        FIRST_ARGUMENT
    }

    /** What the text is; null if it is no call escape. */
    static @Nullable CallEscape find(String sql, SqlSyntax syntax) throws SqlSyntaxException {
        if (syntax.escapes() == SqlSyntax.Escapes.LEFT_ALONE) {
            return null;
        }
        var brace = SqlLexer.skipBlank(sql, 0);
        if (brace == sql.length() || sql.charAt(brace) != '{') {
            return null;
        }
        var at = SqlLexer.skipBlank(sql, brace + 1);
        var form = CallForm.CALL;
        if (at < sql.length() && sql.charAt(at) == '?') {
            form = CallForm.RESULT;
            at = SqlLexer.skipBlank(sql, at + 1);
            if (at == sql.length() || sql.charAt(at) != '=') {
                throw new SqlSyntaxException("a call escape {? = call f(…)} lacks its '='");
            }
            at = SqlLexer.skipBlank(sql, at + 1);
        }
        if (!sql.regionMatches(true, at, "call", 0, 4)) {
            if (form == CallForm.RESULT) {
                throw new SqlSyntaxException("an escape {? = …} is a call, and lacks the word 'call'");
            }
            return null;
        }
        var from = SqlLexer.skipBlank(sql, at + 4);
        var end = sql.lastIndexOf('}');
        if (from == at + 4 || end < from || SqlLexer.skipBlank(sql, end + 1) < sql.length()) {
            throw new SqlSyntaxException("a call escape {call p(…)} has no end, or something behind it");
        }
        return of(form, from, end, syntax.callMode());
    }

    private static CallEscape of(CallForm form, int from, int end, CallMode mode) {
        var calls = switch (mode) {
            case SELECT -> false;
            case CALL -> true;
            case CALL_IF_NO_RETURN -> form == CallForm.CALL;
        };
        if (!calls) {
            return new CallEscape(form, from, end, "select * from ", Result.NOT_SENT, " as result", "select");
        }
        var result = form == CallForm.RESULT ? Result.FIRST_ARGUMENT : Result.NOT_SENT;
        return new CallEscape(CallForm.CALL, from, end, "call ", result, "", "call");
    }
}
