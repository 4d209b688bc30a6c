package io.penstock.testing;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Equality of values as a user sees it: arrays by what is in them, and lists of arrays too. */
public final class Same {

    private Same() {}

    public static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Collection<?> some && other instanceof Collection<?> others) {
            return same(some.toArray(), others.toArray());
        }
        if (one instanceof Object[] some && other instanceof Object[] others) {
            boolean same = some.length == others.length;
            for (int i = 0; same && i < some.length; i++) {
                same = same(some[i], others[i]);
            }
            return same;
        }
        return Arrays.deepEquals(new Object[] {one}, new Object[] {other});
    }
}
