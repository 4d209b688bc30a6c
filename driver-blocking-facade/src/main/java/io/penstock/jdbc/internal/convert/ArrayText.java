package io.penstock.jdbc.internal.convert;

import java.lang.reflect.Array;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Java's arrays as the text by which the server reads them as an array of any type. */
public final class ArrayText {

    private ArrayText() {}

    public static String of(Object array) {
        var text = new StringBuilder();
        append(text, array);
        return text.toString();
    }

    /** One element, as it is outside of an array. */
    public static String ofElement(Object element) {
        return element instanceof byte[] bytes ? "\\x" + HexFormat.of().formatHex(bytes) : element.toString();
    }

    private static void append(StringBuilder text, Object array) {
        text.append('{');
        for (var i = 0; i < Array.getLength(array); i++) {
            if (i > 0) {
                text.append(',');
            }
            appendElement(text, Array.get(array, i));
        }
        text.append('}');
    }

    private static void appendElement(StringBuilder text, @Nullable Object element) {
        if (element == null) {
            text.append("NULL");
        } else if (element.getClass().isArray() && !(element instanceof byte[])) {
            append(text, element);
        } else {
            text.append('"')
                    .append(ofElement(element).replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
    }
}
