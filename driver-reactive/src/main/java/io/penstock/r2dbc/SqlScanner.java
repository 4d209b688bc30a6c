package io.penstock.r2dbc;

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
        var c = text.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (text.startsWith("--", at)) {
            at = orEnd(text.indexOf('\n', at));
        } else if (text.startsWith("/*", at)) {
            skipComment();
        } else if (c == ';') {
            semicolon = true;
            at++;
        } else {
            compound |= semicolon;
            token(c);
            end = at;
        }
    }

    private void token(char c) {
        switch (c) {
            case '\'' -> skipQuoted('\'', false);
            case '"' -> skipQuoted('"', false);
            case '$' -> dollar();
            case ':' -> colon();
            case '[' -> brackets += step();
            case ']' -> brackets -= step();
            case '(' -> parentheses += step();
            case ')' -> parentheses -= step();
            default -> {
                if (isNameStart(c)) {
                    word();
                } else if (Character.isDigit(c)) {
                    skipName();
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
        skipName();
        var word = text.substring(start, at);
        if (firstWord.isEmpty()) {
            firstWord = word;
        }
        returning |= parentheses == 0 && word.equalsIgnoreCase("RETURNING");
        if (word.equalsIgnoreCase("E") && at < text.length() && text.charAt(at) == '\'') {
            skipQuoted('\'', true);
        }
    }

    private void skipName() {
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
    }

    private void skipQuoted(char quote, boolean backslashes) {
        at++;
        while (at < text.length()) {
            var c = text.charAt(at++);
            if (backslashes && c == '\\') {
                at++;
            } else if (c == quote) {
                if (at >= text.length() || text.charAt(at) != quote) {
                    return;
                }
                at++;
            }
        }
        at = text.length();
    }

    private void skipComment() {
        var depth = 0;
        do {
            if (text.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < text.length());
        at = Math.min(at, text.length());
    }

    /** A numbered parameter, or the beginning of a dollar-quoted text. */
    private void dollar() {
        var start = ++at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        if (at > start) {
            var number = at - start > 5 ? MAX_PARAMETER + 1 : Integer.parseInt(text.substring(start, at));
            if (number > MAX_PARAMETER) {
                throw new IllegalArgumentException("a parameter's number is above " + MAX_PARAMETER);
            }
            highestNumber = Math.max(highestNumber, number);
            return;
        }
        while (at < text.length() && text.charAt(at) != '$' && isNamePart(text.charAt(at))) {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '$') {
            var tag = text.substring(start - 1, at + 1);
            var closing = text.indexOf(tag, at + 1);
            at = closing < 0 ? text.length() : closing + tag.length();
        }
    }

    private void colon() {
        var start = at++;
        if (at < text.length() && text.charAt(at) == ':') {
            at++;
            return;
        }
        if (brackets > 0 || at >= text.length() || !isNameStart(text.charAt(at))) {
            return;
        }
        var nameStart = at;
        skipName();
        var name = text.substring(nameStart, at);
        if (!names.contains(name)) {
            names.add(name);
        }
        numbered.append(text, copied, start).append('$').append(names.indexOf(name) + 1);
        copied = at;
    }

    private static boolean isNameStart(char c) {
        return Character.isLetter(c) || c == '_';
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }

    private int orEnd(int index) {
        return index < 0 ? text.length() : index;
    }
}
