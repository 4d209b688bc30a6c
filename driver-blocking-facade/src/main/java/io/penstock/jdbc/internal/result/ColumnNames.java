package io.penstock.jdbc.internal.result;

import io.penstock.Column;
import io.penstock.jdbc.internal.url.FacadeOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the columns are by their names, in any case unless they are to be exact; the first of several. Immutable. */
final class ColumnNames {

    private final FacadeOptions.Names names;
    private final Map<String, Integer> indexes = new HashMap<>();

    ColumnNames(List<Column> columns, FacadeOptions.Names names) {
        this.names = names;
        for (var i = 0; i < columns.size(); i++) {
            indexes.putIfAbsent(key(columns.get(i).name()), i + 1);
        }
    }

    /** The index from 1; null where there is none of this name. */
    @Nullable
    Integer find(String name) {
        return indexes.get(key(name));
    }

    private String key(String name) {
        return switch (names) {
            case ANY_CASE -> name.toLowerCase(Locale.US);
            case EXACT -> name;
        };
    }
}
