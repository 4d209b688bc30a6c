package io.penstock.jdbc.internal.session;

import io.penstock.error.ErrorFields;
import io.penstock.jdbc.internal.errors.SqlErrors;
import java.sql.SQLWarning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chain of warnings. Bounded by what the core keeps of one flight's notices, and cleared by each execution. */
public final class Warnings {

    private @Nullable SQLWarning first;

    public @Nullable SQLWarning first() {
        return first;
    }

    public void clear() {
        first = null;
    }

    public void add(SQLWarning warning) {
        if (first == null) {
            first = warning;
        } else {
            first.setNextWarning(warning);
        }
    }

    public void addAll(List<ErrorFields> notices) {
        for (var notice : notices) {
            add(SqlErrors.warning(notice));
        }
    }
}
