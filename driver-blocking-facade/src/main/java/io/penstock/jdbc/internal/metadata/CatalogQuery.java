package io.penstock.jdbc.internal.metadata;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query of the catalogue that grows by conditions. Its text is made of constants alone; what is looked for is in its parameters.
 *
 * <p>Confined to the call that makes it.
 */
final class CatalogQuery {

    private final Catalog catalog;
    private final StringBuilder text;
    private final List<Object> parameters = new ArrayList<>();

    /** @param text ends with a condition */
    CatalogQuery(Catalog catalog, String text) {
        this.catalog = catalog;
        this.text = new StringBuilder(text);
    }

    /** More of the text. */
    CatalogQuery then(String constant) {
        text.append(' ').append(constant);
        return this;
    }

    /** Another condition. */
    CatalogQuery and(String condition) {
        text.append(" and ").append(condition);
        return this;
    }

    /** Nothing is found in a database other than the connection's; null is any. */
    CatalogQuery inDatabase(@Nullable String name) throws SQLException {
        return name == null || name.equals(catalog.database()) ? this : and("false");
    }

    /** The name is like a pattern, in which the backslash escapes; null is any. */
    CatalogQuery like(String name, @Nullable String pattern) {
        return matches(name + " like ?", pattern);
    }

    /** The name is this one; null is any. */
    CatalogQuery is(String name, @Nullable String wanted) {
        return matches(name + " = ?", wanted);
    }

    private CatalogQuery matches(String condition, @Nullable String parameter) {
        if (parameter != null) {
            and(condition);
            parameters.add(parameter);
        }
        return this;
    }

    /** The text is one of these; null is any. */
    CatalogQuery isOneOf(String expression, String @Nullable [] wanted) throws SQLException {
        if (wanted != null) {
            and(expression + " = any (?)");
            parameters.add(catalog.texts(wanted));
        }
        return this;
    }

    /** Runs it. The statement ends with the result. */
    ResultSet run() throws SQLException {
        var statement = catalog.prepare(text.toString());
        try {
            for (var i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            statement.closeOnCompletion();
            return statement.executeQuery();
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }
}
