package io.penstock.r2dbc;

import io.penstock.sql.SqlLexer;
import java.util.ArrayList;
import java.util.List;

/** Goes through SQL text once, from left to right, and notes what is outside of quotes and comments. Belongs to one thread. */
final class SqlScanner {

    private static final int MAX_PARAMETER = 65_535;

    private final String text;
    private final List<String> names = new ArrayList<>();
    private final StringBuilder numbered = new StringBuilder();
    private int at;
    private int copied;
    private int brackets;
    private int parentheses;
    private int highestNumber;
    private int end;
    private String firstWord = "";
    private boolean semicolon;
    private boolean compound;
    private boolean returning;

    private SqlScanner(String text) {
        this.text = text;
    }

    static SqlScanner scan(String text) {
        var scanner = new SqlScanner(text);
        while (scanner.at < text.length()) {
            scanner.next();
        }
        scanner.numbered.append(text, scanner.copied, text.length());
        return scanner;
    }

    String text() {
        return text;
    }

    /** The names behind colons, in the order of their first occurrence. */
    List<String> names() {
        return names;
    }

    /** The text with numbers for names. */
    String numbered() {
        return numbered.toString();
    }

    int highestNumber() {
        return highestNumber;
    }

    /** Behind the last character that means something, semicolons aside. */
    int end() {
        return end;
    }

    String firstWord() {
        return firstWord;
    }

    boolean isCompound() {
        return compound;
    }

    boolean hasReturning() {
        return returning;
    }

    private void next() {
        var blank = SqlLexer.skipBlank(text, at);
        if (blank > at) {
            at = blank;
        } else if (text.charAt(at) == ';') {
            semicolon = true;
            at++;
        } else {
            compound |= semicolon;
            token(text.charAt(at));
            end = at;
        }
    }

    private void token(char c) {
        switch (c) {
            case '\'' -> at = SqlLexer.endOfString(text, at);
            case '"' -> at = SqlLexer.endOfIdentifier(text, at);
            case '$' -> dollar();
            case ':' -> colon();
            case '[' -> brackets += step();
            case ']' -> brackets -= step();
            case '(' -> parentheses += step();
            case ')' -> parentheses -= step();
            default -> {
                if (SqlLexer.startsWord(c)) {
                    word();
                } else if (isDigit(c)) {
                    skipWord();
                } else {
                    at++;
                }
            }
        }
    }

    private int step() {
        at++;
        return 1;
    }

    private void word() {
        var start = at;
        skipWord();
        var word = text.substring(start, at);
        if (firstWord.isEmpty()) {
            firstWord = word;
        }
        returning |= parentheses == 0 && word.equalsIgnoreCase("RETURNING");
        if (word.equalsIgnoreCase("E") && at < text.length() && text.charAt(at) == '\'') {
            at = SqlLexer.endOfEscapeString(text, at);
        }
    }

    private void skipWord() {
        at = SqlLexer.endOfWord(text, at);
    }

    /** A numbered parameter, or the beginning of a dollar-quoted text. */
    private void dollar() {
        var start = at + 1;
        var digits = start;
        while (digits < text.length() && isDigit(text.charAt(digits))) {
            digits++;
        }
        if (digits == start) {
            at = SqlLexer.endOfDollarQuote(text, at);
            return;
        }
        at = digits;
        var number = digits - start > 5 ? MAX_PARAMETER + 1 : Integer.parseInt(text.substring(start, digits));
        if (number > MAX_PARAMETER) {
            throw new IllegalArgumentException("a parameter's number is above " + MAX_PARAMETER);
        }
        highestNumber = Math.max(highestNumber, number);
    }

    private void colon() {
        var start = at++;
        if (at < text.length() && text.charAt(at) == ':') {
            at++;
            return;
        }
        if (brackets > 0 || at >= text.length() || !SqlLexer.startsWord(text.charAt(at))) {
            return;
        }
        var nameStart = at;
        skipWord();
        var name = text.substring(nameStart, at);
        if (!names.contains(name)) {
            names.add(name);
        }
        numbered.append(text, copied, start).append('$').append(names.indexOf(name) + 1);
        copied = at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
