package io.penstock.it.jdbc;

import java.util.Random;

/**
 * Makes SELECTs out of all that a reader of SQL can be wrong about: strings of each kind, dollar quotes, quoted names, comments in one another, with the
 * characters in them that mean something outside. What it makes is valid. Deterministic for its seed.
 */
final class SqlPieces {

    private static final String INSIDE = "'\"$?;-/*\\{}(),Ee&U:a1_ \n$$--/**/";

    /**
     * One text.
     *
     * @param jdbc with question marks for parameters
     * @param raw the same with the parameters' values in their place, as the server is given it
     * @param parameters how many there are; the value of the n-th, from 1, is {@code vn}
     */
    record Text(String jdbc, String raw, int parameters) {}

    private final Random random;
    private final boolean backslashes;
    private final StringBuilder jdbc = new StringBuilder();
    private final StringBuilder raw = new StringBuilder();
    private int parameters;

    /** @param backslashes whether a backslash in a plain string means something to the session */
    SqlPieces(Random random, boolean backslashes) {
        this.random = random;
        this.backslashes = backslashes;
    }

    Text text() {
        var statements = 1 + random.nextInt(3);
        for (var i = 0; i < statements; i++) {
            both(i == 0 ? "" : ";");
            gap();
            both("select ");
            var columns = 1 + random.nextInt(4);
            for (var j = 0; j < columns; j++) {
                both(j == 0 ? " " : ",");
                gap();
                value();
                gap();
                if (random.nextInt(3) == 0) {
                    both(" as " + identifier());
                }
            }
        }
        return new Text(jdbc.toString(), raw.toString(), parameters);
    }

    private void both(String text) {
        jdbc.append(text);
        raw.append(text);
    }

    private void value() {
        switch (random.nextInt(7)) {
            case 0 -> both(plain());
            case 1 ->
                both((random.nextBoolean() ? "E'" : "e'")
                        + inside().replace("\\", "\\\\").replace("'", "\\'") + "'");
            case 2 -> both(dollar());
            case 3 -> both("1 - -2 / 3");
            case 4 ->
                both(
                        backslashes
                                ? plain()
                                : "U&'" + inside().replace("\\", "\\\\").replace("'", "''") + "'");
            case 5 -> {
                jdbc.append("'{\"a\":1}'::jsonb ?? 'a'");
                raw.append("'{\"a\":1}'::jsonb ? 'a'");
            }
            default -> {
                parameters++;
                jdbc.append("?::text");
                raw.append("'v").append(parameters).append("'::text");
            }
        }
    }

    private String plain() {
        var text = inside().replace("'", "''");
        return "'" + (backslashes ? text.replace("\\", "\\\\") : text) + "'";
    }

    private String dollar() {
        var tag = random.nextBoolean() ? "$$" : "$q" + random.nextInt(3) + "$";
        var text = inside();
        return text.contains(tag) || text.endsWith("$") ? plain() : tag + text + tag;
    }

    private String identifier() {
        return "\"x" + inside().replace("\"", "\"\"").replace("\n", "") + "\"";
    }

    private void gap() {
        switch (random.nextInt(5)) {
            case 0 -> both(" --" + inside().replace("\n", "") + "\n");
            case 1 -> both(" " + comment(2) + " ");
            case 2 -> both("\n\t ");
            default -> both(" ");
        }
    }

    private String comment(int depth) {
        var text = inside().replace("*/", "").replace("/*", "").replace("*", "").replace("/", "");
        return "/*" + text + (depth > 0 && random.nextBoolean() ? comment(depth - 1) : "") + text + "*/";
    }

    private String inside() {
        var text = new StringBuilder();
        var length = random.nextInt(9);
        for (var i = 0; i < length; i++) {
            text.append(INSIDE.charAt(random.nextInt(INSIDE.length())));
        }
        return text.toString();
    }
}
