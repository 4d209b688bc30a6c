package io.penstock.jdbc.internal.result;

import io.penstock.Column;
import io.penstock.jdbc.internal.url.FacadeOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the columns are by their names: exactly as written if there is one, else in any case; the first of several. Immutable. */
final class ColumnNames {

    private final Map<String, Integer> exact = new HashMap<>();
    private final Map<String, Integer> lower = new HashMap<>();

    ColumnNames(List<Column> columns, FacadeOptions.Names names) {
        for (var i = 0; i < columns.size(); i++) {
            var name = columns.get(i).name();
            exact.putIfAbsent(name, i + 1);
            if (names == FacadeOptions.Names.ANY_CASE) {
                lower.putIfAbsent(name.toLowerCase(Locale.US), i + 1);
            }
        }
    }

    /** The index from 1; null where there is none of this name. */
    @Nullable
    Integer find(String name) {
        var index = exact.get(name);
        return index != null ? index : lower.get(name.toLowerCase(Locale.US));
    }
}
