package io.penstock.internal.codec.composite;

import io.penstock.codec.PgType;
import io.penstock.codec.PgType.Attribute;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Which attribute of a composite type is which component of a Java record.
 *
 * <p>An attribute that has the component's very name is meant. Else it is the one whose name has the same letters: underscores do not
 * count, nor does case, so that {@code zipCode} is {@code zip_code} as well as the {@code zipcode} that SQL makes of it without
 * quotes.
 */
final class AttributeNames {
    private AttributeNames() {}

    /**
     * The index of the attribute for each component.
     *
     * @throws PgCodecException if there is none for one of them, or more than one
     */
    static int[] match(PgType type, Class<?> recordClass, List<RecordComponent> components) {
        return components.stream()
                .mapToInt(component -> indexOf(type, recordClass, component.getName()))
                .toArray();
    }

    private static int indexOf(PgType type, Class<?> recordClass, String component) {
        List<String> names = type.attributes().stream().map(Attribute::name).toList();
        int exact = names.indexOf(component);
        if (exact >= 0) {
            return exact;
        }
        String letters = letters(component);
        int[] alike = IntStream.range(0, names.size())
                .filter(i -> letters(names.get(i)).equals(letters))
                .toArray();
        if (alike.length != 1) {
            throw new PgCodecException(
                    type + (alike.length == 0 ? " has no attribute" : " has several attributes") + " for the component "
                            + component + " of " + recordClass.getTypeName() + "; it has " + names,
                    SqlState.UNDEFINED_COLUMN,
                    null);
        }
        return alike[0];
    }

    private static String letters(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }
}
