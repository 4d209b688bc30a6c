package io.penstock.internal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.codec.Codec;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Format;
import io.penstock.codec.Multirange;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.Range;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/types.md} says what the registry does: a row that has gone stale fails here, and so does a type without one. */
class TypesPageTest {

    private static final CodecRegistry REGISTRY = BuiltinCodecs.REGISTRY;
    private static final Path PAGE = Path.of("..", "docs", "types.md");

    /** What the page names beside the defaults. */
    private static final List<Class<?>> OTHER_CLASSES = List.of(
            Boolean.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigInteger.class,
            BigDecimal.class,
            byte[].class,
            ByteBuffer.class,
            Character.class,
            Instant.class,
            ZonedDateTime.class,
            Period.class,
            Duration.class,
            InetAddress.class);

    @Test
    void saysWhatTheRegistryDoes() throws IOException {
        Map<String, String> page = rows(Files.readString(PAGE, UTF_8));

        assertThat(page).containsExactlyInAnyOrderEntriesOf(expectedRows());
    }

    /** The rows up to the remarks, by type. */
    private static Map<String, String> rows(String text) {
        return text.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.lastIndexOf('|', line.length() - 2) + 1))
                .collect(Collectors.toMap(TypesPageTest::typeOf, row -> row));
    }

    private static String typeOf(String row) {
        return row.substring(row.indexOf('`') + 1, row.indexOf('`', row.indexOf('`') + 1));
    }

    static Map<String, String> expectedRows() {
        Map<String, String> rows = new TreeMap<>();
        for (PgType type : PgTypes.all()) {
            switch (type.kind()) {
                case BASE, RANGE, MULTIRANGE -> rows.put(type.name(), row(type));
                case ARRAY, COMPOSITE, DOMAIN, ENUM, PSEUDO -> {}
            }
        }
        return rows;
    }

    private static String row(PgType type) {
        Codec<?> codec = REGISTRY.forDecoding(type.oid());
        String others = OTHER_CLASSES.stream()
                .filter(javaType -> javaType != codec.javaType() && REGISTRY.decodes(type.oid(), javaType))
                .map(javaType -> "`" + javaType.getSimpleName() + "`")
                .collect(Collectors.joining(", "));
        return Stream.of("`" + type.name() + "`", "`" + name(type, codec) + "`", others, formats(codec))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String name(PgType type, Codec<?> codec) {
        String name = codec.javaType().getSimpleName();
        if (codec.javaType() == Range.class) {
            return name + "<"
                    + REGISTRY.forDecoding(type.elementOid()).javaType().getSimpleName() + ">";
        }
        if (codec.javaType() == Multirange.class) {
            int element = REGISTRY.type(type.elementOid()).elementOid();
            return name + "<" + REGISTRY.forDecoding(element).javaType().getSimpleName() + ">";
        }
        return name;
    }

    private static String formats(Codec<?> codec) {
        return Stream.of(Format.values())
                .filter(codec::supports)
                .map(format -> format.name().toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
