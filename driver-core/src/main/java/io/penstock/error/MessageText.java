package io.penstock.error;

/**
 * Text that came from elsewhere, made fit for one line of a log: control and invisible formatting
 * characters gone (no forged lines, no terminal escapes, no right-to-left overrides), length bounded.
 */
final class MessageText {
    /** Bound of a whole exception message, in chars. */
    static final int MAX_MESSAGE_CHARS = 2_000;

    /** Bound of one field of an ErrorResponse, in chars; the wire alone would allow 1 GiB. */
    static final int MAX_FIELD_CHARS = 65_536;

    private static final String CUT = "…";

    private MessageText() {}

    /** One clean line of at most {@code maxChars} chars. */
    static String oneLine(String text, int maxChars) {
        var line = new StringBuilder(Math.min(text.length(), maxChars));
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (isVisible(codePoint)) {
                line.appendCodePoint(codePoint);
            } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
            if (line.length() > maxChars) {
                return cut(line.toString(), maxChars);
            }
        }
        return line.toString().strip();
    }

    /** The text itself, or its head and a mark when it is longer than {@code maxChars}. */
    static String cut(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text;
        }
        int end = maxChars - CUT.length();
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + CUT;
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
