package io.penstock.internal.codec;

import io.penstock.codec.Codec;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.error.PgCodecException;
import io.penstock.testing.AllocationBound;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every built-in decoder, for targets that try them all, and what each must do with hostile bytes. */
final class Decoders {

    private static final CodecRegistry REGISTRY = BuiltinCodecs.REGISTRY;

    /** Classes that types can be read as beside their default; each type is tried with all of them. */
    private static final List<Class<?>> CLASSES = List.of(
            Object.class,
            String.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigDecimal.class,
            BigInteger.class,
            byte[].class,
            ByteBuffer.class,
            Character.class,
            Instant.class,
            ZonedDateTime.class,
            List.class,
            int[].class,
            long[][].class,
            double[].class,
            String[].class,
            String[][][].class,
            BigDecimal[].class,
            byte[][].class);

    /** By the low 16 bits of their OIDs, so that an input means the same type when others have come. */
    private static final TreeMap<Integer, List<Codec<?>>> BY_KEY = byKey();

    /** What a failure costs: an exception, its message and its stack. */
    private static final long FIXED_BYTES = 256 << 10;

    private static final long BYTES_FOR_EACH = 256;

    /**
     * Ten bytes are enough for a number of 131,072 digits, and it has them all; on its way there the JDK makes some powers of ten. What stays is bounded by
     * {@link PgReader#MAX_EXPANSION}.
     */
    private static final long BYTES_FOR_EACH_OF_NUMERIC = 1 << 20;

    private static final int SELECTOR_BYTES = 3;

    private Decoders() {}

    private static TreeMap<Integer, List<Codec<?>>> byKey() {
        TreeMap<Integer, List<Codec<?>>> all = new TreeMap<>();
        for (PgType type : PgTypes.all()) {
            List<Codec<?>> codecs = CLASSES.stream()
                    .filter(javaType -> REGISTRY.decodes(type.oid(), javaType))
                    .<Codec<?>>map(javaType -> REGISTRY.forDecoding(type.oid(), javaType))
                    .distinct()
                    .toList();
            all.put(type.oid() & 0xFFFF, codecs);
        }
        return all;
    }

    static Stream<Codec<?>> all() {
        return BY_KEY.values().stream().flatMap(List::stream);
    }

    /** Two bytes choose a type, one a class, the others are the value. */
    static void decodeAny(byte[] input, Format format) {
        if (input.length >= SELECTOR_BYTES) {
            List<Codec<?>> codecs = chosen(input);
            Codec<?> codec = codecs.get((input[2] & 0xFF) % codecs.size());
            if (codec.supports(format)) {
                decode(codec, input, SELECTOR_BYTES, format);
            }
        }
    }

    /** The codecs of the type that the first two bytes choose, its default first. */
    static List<Codec<?>> chosen(byte[] input) {
        int key = (input[0] & 0xFF) << 8 | input[1] & 0xFF;
        Map.Entry<Integer, List<Codec<?>>> entry = BY_KEY.ceilingEntry(key);
        return (entry == null ? BY_KEY.firstEntry() : entry).getValue();
    }

    static void decode(PgType type, Class<?> javaType, byte[] value, Format format) {
        decode(REGISTRY.forDecoding(type.oid(), javaType), value, 0, format);
    }

    /** Gives a value or the declared exception, and takes no more memory than the bytes can account for. */
    private static void decode(Codec<?> codec, byte[] input, int offset, Format format) {
        int length = input.length - offset;
        long each = codec.type().name().contains("num") ? BYTES_FOR_EACH_OF_NUMERIC : BYTES_FOR_EACH;
        AllocationBound.hold(FIXED_BYTES + each * length, () -> {
            try {
                codec.decode(PgReader.of(input, offset, length), format);
            } catch (PgCodecException e) {
                requireOwn(e, codec);
            }
        });
    }

    private static void requireOwn(PgCodecException e, Codec<?> codec) {
        if (e.getCause() instanceof RuntimeException || e.getCause() instanceof Error) {
            throw new AssertionError("the codec of " + codec.type() + " has caught what it should not", e);
        }
    }
}
