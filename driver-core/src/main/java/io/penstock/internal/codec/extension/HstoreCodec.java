package io.penstock.internal.codec.extension;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.form.CodecErrors;
import io.penstock.internal.codec.form.TextScanner;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code hstore} as a {@code Map} of strings, whose values may be null; in the server's order. Its text is {@code "a"=>"1", "b"=>NULL}, with a
 * backslash in front of quotes and backslashes.
 *
 * <pre>
 * +-------------+--------------------------------------------------------------------------+
 * | int32 count | count * ( int32 length; key; int32 length, or -1 for NULL; value )       |
 * +-------------+--------------------------------------------------------------------------+
 * </pre>
 *
 * @see <a href="https://www.postgresql.org/docs/current/hstore.html">hstore</a>
 */
@SuppressWarnings("rawtypes") // a class literal has no type arguments
record HstoreCodec(PgType type) implements Codec<Map> {
    private static final int NULL_LENGTH = -1;
    private static final int MIN_PAIR_BYTES = 2 * Integer.BYTES;

    @Override
    public Class<Map> javaType() {
        return Map.class;
    }

    @Override
    public void encode(Map value, Format format, PgWriter out) {
        Map<?, ?> pairs = value;
        switch (format) {
            case TEXT -> writeText(pairs, out);
            case BINARY -> writeBinary(pairs, out);
        }
    }

    private static void writeBinary(Map<?, ?> pairs, PgWriter out) {
        out.writeInt(pairs.size());
        pairs.forEach((key, value) -> {
            writeSized(text(key), out);
            if (value == null) {
                out.writeInt(NULL_LENGTH);
            } else {
                writeSized(text(value), out);
            }
        });
    }

    private static void writeSized(String text, PgWriter out) {
        int start = out.position();
        out.writeInt(0);
        out.writeUtf8(text);
        out.patchInt(start, out.position() - start - Integer.BYTES);
    }

    private static void writeText(Map<?, ?> pairs, PgWriter out) {
        int first = out.position();
        pairs.forEach((key, value) -> {
            if (out.position() > first) {
                out.writeUtf8(", ");
            }
            writeQuoted(text(key), out);
            out.writeUtf8("=>");
            if (value == null) {
                out.writeUtf8("NULL");
            } else {
                writeQuoted(text(value), out);
            }
        });
    }

    private static void writeQuoted(String text, PgWriter out) {
        out.writeByte('"');
        out.writeUtf8(text.replace("\\", "\\\\").replace("\"", "\\\""));
        out.writeByte('"');
    }

    private static String text(@Nullable Object keyOrValue) {
        if (keyOrValue instanceof String text) {
            return text;
        }
        throw CodecErrors.cannotSend(
                "hstore takes keys and values of java.lang.String, not of "
                        + (keyOrValue == null ? "null" : keyOrValue.getClass().getTypeName()),
                SqlState.DATATYPE_MISMATCH);
    }

    @Override
    public Map<String, @Nullable String> decode(PgReader in, Format format) {
        return switch (format) {
            case TEXT -> readText(in);
            case BINARY -> readBinary(in);
        };
    }

    private Map<String, @Nullable String> readBinary(PgReader in) {
        int count = in.readIntCount(MIN_PAIR_BYTES);
        Map<String, @Nullable String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String key = in.readUtf8(in.readInt());
            int length = in.readInt();
            put(pairs, key, length == NULL_LENGTH ? null : in.readUtf8(length), Format.BINARY);
        }
        return Collections.unmodifiableMap(pairs);
    }

    private Map<String, @Nullable String> readText(PgReader in) {
        TextScanner text = new TextScanner(in, type);
        PgWriter unescaped = new PgWriter(0);
        Map<String, @Nullable String> pairs = new LinkedHashMap<>();
        while (!text.atEnd()) {
            if (!pairs.isEmpty() && !text.skipIf(", ")) {
                throw text.malformed();
            }
            String key = quoted(text, unescaped);
            if (!text.skipIf("=>")) {
                throw text.malformed();
            }
            put(pairs, key, text.skipIf("NULL") ? null : quoted(text, unescaped), Format.TEXT);
        }
        return Collections.unmodifiableMap(pairs);
    }

    private static String quoted(TextScanner text, PgWriter unescaped) {
        unescaped.clear();
        text.skip('"');
        while (!text.skipIf('"')) {
            text.skipIf('\\');
            unescaped.writeByte(text.next());
        }
        return PgReader.of(unescaped.toByteArray()).readUtf8();
    }

    private void put(Map<String, @Nullable String> pairs, String key, @Nullable String value, Format format) {
        if (pairs.containsKey(key)) {
            throw CodecErrors.malformed(type, format);
        }
        pairs.put(key, value);
    }
}
