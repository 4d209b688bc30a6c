package io.penstock.it.jdbc;

/** What differs from pgjdbc on purpose, and why. */
enum Reviewed {
    /** A crash of pgjdbc's, where this driver says what is wrong. */
    CRASH("ArrayIndexOutOfBoundsException", "SQLException 22007"),
    /** Another one: the class is looked at too late. */
    WRONG_CLASS("getObject UUID = ClassCastException", "getObject UUID = SQLException 22023"),
    /** {@code getObject} with a class reads whatever can be read as it; pgjdbc insists on the one that it has for the type. */
    GENEROUS_CLASSES("getObject [A-Z]\\w* = SQLException 22023", "getObject [A-Z]\\w* = (?!(?!SQL)\\w+Exception).*"),
    /** The class for numbers is not asked for either, but the state is that of the value which does not fit. */
    GENEROUS_TIMES("getObject [A-Z]\\w* = SQLException 42821", "getObject [A-Z]\\w* = (?!(?!SQL)\\w+Exception).*"),
    /** A text set as a date is left to the server; pgjdbc parses it and adds the zone of this JVM. */
    TEXT_AS_DATE("row\\[0\\] = \\[2020-02-29 \\+0.\\]", "row\\[0\\] = \\[2020-02-29\\]"),
    /** An escape is one operand: what stands in front of it does not reach into it. */
    PARENTHESES("native = select extract\\(dow .*", "native = select \\(extract\\(dow .*"),
    /** Statements are told apart without what is between them. */
    SEPARATOR("native = .*; .*", "native = .*;.*"),
    /** The schema of a column's table is known. */
    SCHEMA("schema = true", "schema = false"),
    /** A COMMIT that was a ROLLBACK is an error, whatever the transaction has failed in. */
    SILENT_ROLLBACK("commit = committed", "commit = SQLException 25P02"),
    /** An empty text is no number to any getter. */
    EMPTY_TEXT("getByte = 0", "getByte = SQLException 22003"),
    /** What counts nothing has a count of 0, as JDBC has it. */
    PROCEDURES("procedure's (count|update) = -1", "procedure's (count|update) = 0"),
    /** A prepared statement has its own text, for the method of large counts as for the others. */
    OWN_TEXT("text = 3", "text = SQLException 42809"),
    /** A statement that is run again closes the result before by itself, which does not complete it. */
    RUN_AGAIN("second run = SQLException 55000", "second run = true"),
    /** What a rollback has changed back is prepared anew as well. */
    STALE_BY_ROLLBACK("(table|view) = SQLException (0A000|25P02)", "(table|view) = \\[\\[.*"),
    /** What was received outlives its transaction. */
    HOLDABILITY("holdability = SQLException 0A000", "holdability = 1"),
    /** The rows of an array of arrays are texts as the server writes them. */
    ARRAY_ROWS("row.\\d. = .\\d, \\{\"\\d\",\"\\d\"}]", "row.\\d. = .\\d, \\{\\d,\\d}]"),
    /** The classes of pgjdbc's own are its own. */
    OWN_OBJECTS("getObject = P[Gg]\\w+ .*", "getObject = .*"),
    OWN_CLASSES("class = org\\.postgresql\\..*", "class = .*"),
    /** Several bits are no truth, and are not given as one. */
    BITS("class = java\\.lang\\.Boolean", "class = io\\.penstock\\.codec\\.BitString"),
    /** Cents are cut off for every class of whole numbers. */
    CENTS("getByte = SQLException 22003", "getByte = 1"),
    /** A day's end is the last moment of that day; pgjdbc has the first of a day, of this one or the next as the value was sent in binary or in text. */
    END_OF_DAY(
            "(getTime = 86400000|getObject( Time)? = (Time )?00:00:00|getTimestamp( in Tokyo)? = 1970-01-0\\d \\d\\d:00:00\\.0)",
            "(getTime = 86399999|getObject( Time)? = (Time )?23:59:59|getTimestamp( in Tokyo)? = 1970-01-01 \\d\\d:59:59\\.9{9})"),
    ;

    private final String theirs;
    private final String ours;

    /**
     * @param theirs pattern of what pgjdbc sees
     * @param ours pattern of what this driver sees in its place
     */
    Reviewed(String theirs, String ours) {
        this.theirs = theirs;
        this.ours = ours;
    }

    /** Whether this difference is one of those. */
    static boolean allows(String theirs, String ours) {
        for (var reviewed : values()) {
            if (theirs.matches("(?s)(.* = )?" + reviewed.theirs) && ours.matches("(?s)(.* = )?" + reviewed.ours)) {
                return true;
            }
        }
        return false;
    }
}
