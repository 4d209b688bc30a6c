package io.penstock.testing;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Messages as text that shows everything, arrays included: two messages are equal if their texts are. */
public final class WireText {

    private WireText() {}

    public static String of(Object value) {
        if (value instanceof Record message) {
            return ofRecord(message);
        }
        if (value instanceof byte[] bytes) {
            return "x" + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof int[] numbers) {
            return Arrays.toString(numbers);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(WireText::of).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(e -> of(e.getKey()) + "=" + of(e.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
    }

    private static String ofRecord(Record message) {
        return Arrays.stream(message.getClass().getRecordComponents())
                .map(component -> {
                    try {
                        var accessor = component.getAccessor();
                        accessor.setAccessible(true);
                        return of(accessor.invoke(message));
                    } catch (IllegalAccessException | InvocationTargetException e) {
                        throw new AssertionError(e);
                    }
                })
                .collect(Collectors.joining(", ", message.getClass().getSimpleName() + "(", ")"));
    }
}
