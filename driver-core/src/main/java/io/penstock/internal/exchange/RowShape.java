package io.penstock.internal.exchange;

import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Format;
import io.penstock.codec.PgTypes;
import io.penstock.error.PgProtocolException;
import io.penstock.internal.wire.DataRows;
import io.penstock.internal.wire.FieldDescription;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a statement's rows and the format that each comes in. Immutable, shared by all results of one statement.
 *
 * <p>{@link #formatSection()} is the Bind message's result-format section, encoded once:
 *
 * <pre>
 *   0         2         4
 *   +---------+---------+----
 *   | count   | code    | …      count = 0: all text
 *   +---------+---------+----
 * </pre>
 */
public final class RowShape {

    /** The section that asks for text in every column. */
    static final byte[] ALL_TEXT = {0, 0};

    /** The shape of a statement without rows. */
    public static final RowShape NONE = new RowShape(List.of(), new Format[0]);

    private final List<FieldDescription> fields;
    private final int[] typeOids;
    private final Format[] formats;
    private final byte[] formatSection;
    private final int[] changingTypes;
    private @Nullable Map<String, Integer> indexes;

    private RowShape(List<FieldDescription> fields, Format[] formats) {
        this.fields = fields;
        this.typeOids = fields.stream().mapToInt(FieldDescription::typeOid).toArray();
        this.formats = formats;
        this.formatSection = section(formats);
        this.changingTypes = Arrays.stream(typeOids)
                .filter(oid -> PgTypes.byOid(oid) == null)
                .distinct()
                .toArray();
    }

    /** The shape in the formats that the server announced. */
    static RowShape announced(List<FieldDescription> fields) {
        var formats = new Format[fields.size()];
        for (var i = 0; i < formats.length; i++) {
            formats[i] = fields.get(i).format() == 1 ? Format.BINARY : Format.TEXT;
        }
        return new RowShape(fields, formats);
    }

    /** The shape that is asked for: binary where the registry decodes binary, else text. */
    static RowShape preferred(List<FieldDescription> fields, CodecRegistry codecs) {
        var formats = new Format[fields.size()];
        for (var i = 0; i < formats.length; i++) {
            formats[i] = codecs.binary(fields.get(i).typeOid()) ? Format.BINARY : Format.TEXT;
        }
        return new RowShape(fields, formats);
    }

    /** These columns in the formats that were asked for when they were others; the server takes one format for all, or one for each. */
    RowShape in(RowShape asked) {
        if (this == NONE) {
            return NONE;
        }
        var same = new Format[formats.length];
        for (var i = 0; i < same.length; i++) {
            same[i] = asked.size() == 0 ? Format.TEXT : asked.format(Math.min(i, asked.size() - 1));
        }
        return new RowShape(fields, same);
    }

    public int size() {
        return formats.length;
    }

    public FieldDescription field(int index) {
        return fields.get(index);
    }

    /** The OID of a column's type; asked for each value. */
    public int typeOid(int index) {
        return typeOids[index];
    }

    public Format format(int index) {
        return formats[index];
    }

    /** The OIDs of those types that differ from database to database; most shapes have none. Not a copy. */
    public int[] changingTypes() {
        return changingTypes;
    }

    /** These columns in the formats that a registry prefers which knows more types than the one before. */
    RowShape preferredBy(CodecRegistry codecs) {
        return changingTypes.length == 0 ? this : preferred(fields, codecs);
    }

    /** Refuses rows that do not have these columns. */
    void require(DataRows rows) {
        if (rows.columnCount() != size()) {
            throw new PgProtocolException(
                    "a row of " + rows.columnCount() + " columns where " + size() + " were announced");
        }
    }

    byte[] formatSection() {
        return formatSection;
    }

    /** The index of the first column of this name, or -1. */
    public int indexOf(String name) {
        var known = indexes;
        if (known == null) {
            known = indexed();
            indexes = known;
        }
        return known.getOrDefault(name, -1);
    }

    /** Racing threads compute equal immutable maps; either may win. */
    private Map<String, Integer> indexed() {
        var map = new HashMap<String, Integer>();
        for (var i = 0; i < fields.size(); i++) {
            map.putIfAbsent(fields.get(i).name(), i);
        }
        return Map.copyOf(map);
    }

    private static byte[] section(Format[] formats) {
        var same = true;
        for (var format : formats) {
            same &= format == formats[0];
        }
        if (formats.length == 0 || (same && formats[0] == Format.TEXT)) {
            return ALL_TEXT;
        }
        return same ? new byte[] {0, 1, 0, 1} : eachOf(formats);
    }

    private static byte[] eachOf(Format[] formats) {
        var section = new byte[2 + 2 * formats.length];
        section[0] = (byte) (formats.length >>> 8);
        section[1] = (byte) formats.length;
        for (var i = 0; i < formats.length; i++) {
            section[3 + 2 * i] = (byte) formats[i].code();
        }
        return section;
    }
}
