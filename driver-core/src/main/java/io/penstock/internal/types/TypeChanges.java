package io.penstock.internal.types;

import io.penstock.error.PgException;
import io.penstock.error.PgServerException;
import io.penstock.error.SqlState;
import java.util.Set;

/** What tells that types may not be any more what they were. */
public final class TypeChanges {

    /** The commands after which a type's description may be another one. A table's rows are of a type, too. */
    private static final Set<String> COMMANDS = Set.of(
            "CREATE TYPE",
            "ALTER TYPE",
            "DROP TYPE",
            "CREATE DOMAIN",
            "ALTER DOMAIN",
            "DROP DOMAIN",
            "CREATE EXTENSION",
            "ALTER EXTENSION",
            "DROP EXTENSION",
            "ALTER TABLE",
            "DROP TABLE",
            "ALTER SCHEMA",
            "DROP SCHEMA",
            "DROP OWNED");

    private TypeChanges() {}

    /** Whether a command, as its tag says it, may have altered types. */
    public static boolean follow(String command) {
        return COMMANDS.contains(command);
    }

    /** Whether an error may be due to a type that somebody else has dropped, and perhaps made anew under another OID. */
    public static boolean explain(PgException error) {
        return error instanceof PgServerException
                && switch (error.sqlState()) {
                    case SqlState.UNDEFINED_OBJECT, SqlState.INTERNAL_ERROR -> true;
                    default -> false;
                };
    }
}
