package io.penstock.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Bytes as people write them: hexadecimal numbers, and texts in single quotes, apart by spaces. */
public final class ByteWords {

    private static final Pattern WORD = Pattern.compile("'([^']*)'|([0-9a-f]+)");

    private ByteWords() {}

    /** The bytes of {@code "'S' 00000004"}. */
    public static byte[] bytes(String words) {
        var out = new ByteArrayOutputStream();
        var matcher = WORD.matcher(words);
        while (matcher.find()) {
            var text = matcher.group(1);
            out.writeBytes(
                    text != null
                            ? text.getBytes(StandardCharsets.UTF_8)
                            : HexFormat.of().parseHex(matcher.group(2)));
        }
        return out.toByteArray();
    }
}
