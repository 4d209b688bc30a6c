package io.penstock.jdbc.internal.errors;

import io.penstock.error.SqlState;
import java.sql.SQLException;
import java.sql.Wrapper;

/** A {@link Wrapper} of nothing but itself, as all of this driver's objects are. */
public interface SelfWrapper extends Wrapper {

    @Override
    default <T> T unwrap(Class<T> type) throws SQLException {
        return unwrap(this, type);
    }

    @Override
    default boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this);
    }

    /** The object as what it is asked for as, if it is that. */
    static <T> T unwrap(Object self, Class<T> type) throws SQLException {
        if (type.isInstance(self)) {
            return type.cast(self);
        }
        throw new SQLException("this is no " + type.getName(), SqlState.INVALID_PARAMETER_VALUE);
    }
}
