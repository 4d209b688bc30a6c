package io.penstock.jdbc.internal.sql;

import java.util.List;
import java.util.Locale;

/**
 * The functions of JDBC's {@code {fn …}} escape, in PostgreSQL's words. One that is not known is called by its own name.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions.html">Functions and Operators</a>
 */
final class JdbcFunctions {

    private JdbcFunctions() {}

    /** The call as the server reads it. */
    static String translate(String name, List<String> arguments) throws SqlSyntaxException {
        var lower = name.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "ceiling" -> call("ceil", arguments);
            case "log" -> call("ln", arguments);
            case "log10" -> call("log", arguments);
            case "power" -> call("pow", arguments);
            case "truncate" -> call("trunc", arguments);
            case "char" -> call("chr", arguments);
            case "lcase" -> call("lower", arguments);
            case "ucase" -> call("upper", arguments);
            case "substring" -> call("substr", arguments);
            case "ifnull" -> call("coalesce", counted(lower, arguments, 2, 2));
            case "concat" -> "(" + String.join("||", arguments) + ")";
            case "curdate" -> "current_date";
            case "curtime" -> "current_time";
            case "database" -> "current_database()";
            case "user" -> "user";
            case "insert", "left", "length", "locate", "ltrim", "right", "rtrim", "space" -> ofText(lower, arguments);
            case "timestampadd", "timestampdiff" -> ofIntervals(lower, arguments);
            case "dayname", "dayofmonth", "dayofweek", "dayofyear", "hour", "minute", "month" ->
                ofTime(lower, counted(lower, arguments, 1, 1).get(0));
            case "monthname", "quarter", "second", "week", "year" ->
                ofTime(lower, counted(lower, arguments, 1, 1).get(0));
            default -> call(name, arguments);
        };
    }

    private static String call(String name, List<String> arguments) {
        return name + "(" + String.join(",", arguments) + ")";
    }

    private static String ofText(String name, List<String> given) throws SqlSyntaxException {
        var a = switch (name) {
            case "insert" -> counted(name, given, 4, 4);
            case "left", "right" -> counted(name, given, 2, 2);
            case "locate" -> counted(name, given, 2, 3);
            default -> counted(name, given, 1, 1);
        };
        var first = a.get(0);
        return switch (name) {
            case "insert" ->
                "overlay(" + first + " placing " + a.get(3) + " from " + a.get(1) + " for " + a.get(2) + ")";
            case "left" -> "substring(" + first + " for " + a.get(1) + ")";
            case "right" -> "substring(" + first + " from (length(" + first + ")+1-" + a.get(1) + "))";
            case "length" -> "length(trim(trailing from " + first + "))";
            case "ltrim" -> "trim(leading from " + first + ")";
            case "rtrim" -> "trim(trailing from " + first + ")";
            case "space" -> "repeat(' '," + first + ")";
            default -> locate(a);
        };
    }

    private static String locate(List<String> a) {
        var found = "position(" + a.get(0) + " in " + a.get(1) + ")";
        if (a.size() == 2) {
            return found;
        }
        var start = a.get(2);
        var rest = "position(" + a.get(0) + " in substring(" + a.get(1) + " from " + start + "))";
        return "(" + start + "*sign(" + rest + ")+" + rest + ")";
    }

    private static String ofTime(String name, String argument) {
        return switch (name) {
            case "dayname" -> "to_char(" + argument + ",'Day')";
            case "monthname" -> "to_char(" + argument + ",'Month')";
            case "dayofmonth" -> extract("day", argument);
            case "dayofweek" -> "(" + extract("dow", argument) + "+1)";
            case "dayofyear" -> extract("doy", argument);
            default -> extract(name, argument);
        };
    }

    private static String extract(String field, String argument) {
        return "extract(" + field + " from " + argument + ")";
    }

    private static String ofIntervals(String name, List<String> given) throws SqlSyntaxException {
        var a = counted(name, given, 3, 3);
        var unit = unit(name, a.get(0).strip());
        return name.equals("timestampadd")
                ? "(CAST(" + a.get(1) + "||' " + unit + "' as interval)+" + a.get(2) + ")"
                : "extract(" + unit + " from (" + a.get(2) + "-" + a.get(1) + "))";
    }

    private static String unit(String name, String constant) throws SqlSyntaxException {
        return switch (constant.toUpperCase(Locale.ROOT)) {
            case "SQL_TSI_DAY" -> "day";
            case "SQL_TSI_HOUR" -> "hour";
            case "SQL_TSI_MINUTE" -> "minute";
            case "SQL_TSI_MONTH" -> "month";
            case "SQL_TSI_QUARTER" -> "quarter";
            case "SQL_TSI_SECOND" -> "second";
            case "SQL_TSI_WEEK" -> "week";
            case "SQL_TSI_YEAR" -> "year";
            default ->
                throw new SqlSyntaxException("the first argument of {fn " + name + "} is no known SQL_TSI_… unit");
        };
    }

    private static List<String> counted(String name, List<String> arguments, int min, int max)
            throws SqlSyntaxException {
        if (arguments.size() < min || arguments.size() > max) {
            throw new SqlSyntaxException("{fn " + name + "} takes " + (min == max ? "" : min + " to ") + max
                    + " arguments, not " + arguments.size());
        }
        return arguments;
    }
}
