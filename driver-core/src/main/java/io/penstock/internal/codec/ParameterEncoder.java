package io.penstock.internal.codec;

import io.penstock.codec.Codec;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Format;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.codec.UntypedTimestamp;
import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.error.PgException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.array.SentAs;
import io.penstock.internal.codec.form.CodecErrors;
import io.penstock.internal.codec.form.SureCodec;
import io.penstock.internal.codec.time.UntypedTimestampCodec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of parameters as the Bind message wants them. Runs the codecs, and so users' code, on the thread of the
 * caller.
 *
 * <p>Whatever goes wrong is a {@link PgCodecException} with the outcome {@code NOT_SENT} that names the parameter's number, the Java
 * class and the PostgreSQL type, and never the value.
 */
public final class ParameterEncoder {

    /** The count of values is an unsigned 16-bit number. */
    private static final int MAX_PARAMETERS = 0xFFFF;

    private static final int NULL_LENGTH = -1;
    private static final int FORMATS_AT = Short.BYTES;

    /** Where one format is for all. */
    private static final int VALUES_AT = 3 * Short.BYTES;

    private static final int USUAL_VALUE_BYTES = 12;

    /** Over which the room of a section is not kept for the next one. */
    private static final int MAX_KEPT_BYTES = 16 * 1024;

    /** For how many places of a section it remembers who sends their values. */
    private static final int MAX_SENDERS = 32;

    private static final @Nullable Sender[] NO_SENDERS = {};
    private static final int[] NO_TYPES = {};

    private final CodecRegistry registry;
    private PgWriter out;

    // The section that is being written: its types, how many of its values are there, whether they have
    // one format so far, and which.
    private int[] typeOids = NO_TYPES;
    private int given;
    private boolean oneFormat;
    private @Nullable Format shared;

    /** For so many values what is in front of them is there with one format for all, from the section before; 0 if each is to have one. */
    private int laid;

    private Format laidFormat = Format.TEXT;

    /** The section before, which often serves again: it is about the same room. */
    private EncodedParameters section = EncodedParameters.NONE;

    /** Where what is detached lies; made for the first. */
    private @Nullable SectionBlock block;

    /** Of the first places, where there was one before: one statement after the other sends the same classes. */
    private @Nullable Sender[] senders = NO_SENDERS;

    private final int maxSenders;
    private OpenTimestamps open = OpenTimestamps.NONE;

    /**
     * Who sends what is of a class.
     *
     * @param asked the OID of the type that the server wants, or that was declared; 0 where the class decides
     */
    private record Sender(Class<?> javaType, int asked, Codec<Object> codec, PgType type, Format format) {

        /** The type that is told the server; 0 leaves it to him. */
        int oid() {
            return asked != 0 ? asked : type.oid() == PgTypes.UNKNOWN.oid() ? 0 : type.oid();
        }

        /** Whether they are {@link OpenTimestamps}. */
        boolean isOpen() {
            return asked == 0 && isOpen(javaType, codec);
        }

        static boolean isOpen(Class<?> javaType, Codec<?> codec) {
            return UntypedTimestampCodec.isIt(codec) && javaType == UntypedTimestamp.class;
        }

        boolean sends(Object value, int wanted) {
            return javaType == value.getClass() && asked == wanted;
        }

        boolean surelySends(Object value) {
            return isOpen() || (codec instanceof SureCodec sure && sure.surelySends(value));
        }
    }

    private ParameterEncoder(CodecRegistry registry, int values, int maxSenders) {
        this.registry = registry;
        this.maxSenders = maxSenders;
        this.out = new PgWriter(2 * Short.BYTES + values * (Short.BYTES + USUAL_VALUE_BYTES));
    }

    /** One for sections that are written one after the other, each into the room of the one before. */
    public ParameterEncoder(CodecRegistry registry) {
        this(registry, 4, MAX_SENDERS);
    }

    /** Whether it knows the types that this registry does; one that was made before they were looked up does not. */
    public boolean isOf(CodecRegistry codecs) {
        return registry == codecs;
    }

    /**
     * Encodes values as the default types of their classes. Where those are not known, as for null, or left to the
     * server, as for text, the OID is 0.
     */
    public static EncodedParameters encode(CodecRegistry registry, @Nullable Object[] values) {
        return values.length == 0
                ? EncodedParameters.NONE
                : new ParameterEncoder(registry, values.length, 0).encodeNext(values);
    }

    /** The same, into the room of the section before, which must not be needed any more. */
    public EncodedParameters encodeNext(@Nullable Object[] values) {
        if (values.length == 0) {
            return EncodedParameters.NONE;
        }
        begin(values.length);
        for (Object value : values) {
            give(value, 0);
        }
        return end();
    }

    /**
     * Begins a section for so many values, which are {@link #give given} one by one, in the room of the section before: that one must not be needed any more.
     */
    public void begin(int count) {
        if (count > MAX_PARAMETERS) {
            throw CodecErrors.cannotSend(
                    count + " parameters are more than " + MAX_PARAMETERS, SqlState.TOO_MANY_ARGUMENTS);
        }
        if (out.array().length > MAX_KEPT_BYTES) {
            out = new PgWriter(0);
            laid = 0;
        }
        if (typeOids.length != count) {
            typeOids = new int[count];
        }
        given = 0;
        oneFormat = true;
        shared = null;
        open.clear();
        if (count > 0 && laid == count) {
            out.truncate(VALUES_AT);
        } else {
            layOut(count);
        }
    }

    /** Writes what is in front of the values, with a format for each of them. */
    private void layOut(int count) {
        out.clear();
        out.writeShort(count);
        for (int i = 0; i < count; i++) {
            out.writeShort(Format.TEXT.code());
        }
        out.writeShort(count);
        laid = count == 1 ? 1 : 0;
        laidFormat = Format.TEXT;
    }

    /**
     * Encodes the next value.
     *
     * @param asked the OID of the type that the server wants, or that is declared; 0 leaves that to the value's class
     */
    public void give(@Nullable Object value, int asked) {
        int index = given++;
        if (value == null) {
            out.writeInt(NULL_LENGTH); // has either format
            typeOids[index] = asked;
            return;
        }
        Format format = encode(index, value, asked);
        if (laid == 0) {
            noteFormat(index, format);
            oneFormat &= shared == null || shared == format;
        } else if (format != laidFormat) {
            leaveLaid(index, format);
        }
        shared = format;
    }

    private void noteFormat(int index, Format format) {
        if (format != Format.TEXT) {
            out.patchShort(FORMATS_AT + index * Short.BYTES, format.code());
        }
    }

    /** The value that was just written is not of the format that the section before had: if it is the first that counts, all may be of its format, else each needs one. */
    private void leaveLaid(int index, Format format) {
        if (shared == null) {
            out.patchShort(FORMATS_AT, format.code());
            laidFormat = format;
            return;
        }
        Format before = laidFormat;
        byte[] written = Arrays.copyOfRange(out.array(), VALUES_AT, out.size());
        layOut(typeOids.length);
        for (int i = 0; i < index; i++) {
            noteFormat(i, before);
        }
        noteFormat(index, format);
        oneFormat = false;
        out.writeBytes(written);
        open.move((typeOids.length - 1) * Short.BYTES);
    }

    /** The section, whose values have all been given. */
    public EncodedParameters end() {
        int count = typeOids.length;
        if (given != count) {
            throw new AssertionError("BUG: " + given + " values of " + count);
        }
        if (count == 0) {
            return EncodedParameters.NONE;
        }
        int length = out.size();
        int gap = laid == 0 && oneFormat ? (count - 1) * Short.BYTES : 0;
        open.move(-gap);
        open.writeBehind(out);
        if (gap > 0) {
            closeGap(gap);
        }
        return section(length - gap);
    }

    private EncodedParameters section(int length) {
        if (!section.lies(typeOids, out.array(), length, open.count())) {
            section = EncodedParameters.of(typeOids, out.array(), length, open.count());
        }
        return section;
    }

    /** Closes the gap that one format code, the first, leaves of the room for all of them. */
    private void closeGap(int gap) {
        byte[] bytes = out.array();
        int from = FORMATS_AT + Short.BYTES + gap;
        laid = typeOids.length;
        laidFormat = shared == null ? Format.TEXT : shared;
        out.patchShort(0, 1);
        out.patchShort(FORMATS_AT, laidFormat.code());
        System.arraycopy(bytes, from, bytes, from - gap, out.size() - from);
    }

    /** A copy of the section that was encoded last, which stays valid when others follow. */
    public EncodedParameters detached(EncodedParameters last) {
        if (last.count() == 0) {
            return last;
        }
        var length = last.length();
        if (last.open() == 0) {
            return block().copyOf(last);
        }
        return EncodedParameters.of(
                block().typesOf(last), Arrays.copyOf(last.bytes(), length + last.openBytes()), length, last.open());
    }

    /** The same as {@link #sharedUse one use} of something that it shares with those before and behind it, so that most cost no object. */
    public EncodedParameters shared(EncodedParameters last) {
        var mayShare = last.count() > 0 && last.open() == 0;
        return mayShare ? block().share(last) : block().unshared(detached(last));
    }

    /** Which use of what {@link #shared} returned last. */
    public int sharedUse() {
        return block().sharedUse();
    }

    private SectionBlock block() {
        var known = block;
        if (known == null) {
            known = new SectionBlock();
            block = known;
        }
        return known;
    }

    /** Begins to gather with the section that was encoded last, for so many uses at the most. */
    public GatheredParameters gather(EncodedParameters last, int most) {
        return GatheredParameters.of(last, block().typesOf(last), most);
    }

    /**
     * Encodes values as declared types, which are sent along; an OID of 0 leaves a value to its class.
     *
     * @param types one for each value, or none at all
     */
    public static EncodedParameters encodeDeclared(CodecRegistry registry, @Nullable Object[] values, int[] types) {
        return types.length == 0 ? encode(registry, values) : encode(registry, values, types);
    }

    /** Encodes values as the types that the server has told for a prepared statement. */
    public static EncodedParameters encode(CodecRegistry registry, @Nullable Object[] values, int[] serverTypes) {
        if (values.length != serverTypes.length) {
            throw CodecErrors.cannotSend(
                    "statement has " + serverTypes.length + " parameters, but " + values.length + " values are given",
                    SqlState.PROTOCOL_VIOLATION);
        }
        ParameterEncoder encoder = new ParameterEncoder(registry, values.length, 0);
        encoder.begin(values.length);
        for (int i = 0; i < values.length; i++) {
            encoder.give(values[i], serverTypes[i]);
        }
        return encoder.end();
    }

    /** Encodes one value, notes its type, and returns its format. */
    private Format encode(int index, Object value, int asked) {
        Sender known = index < senders.length ? senders[index] : null;
        Sender sender = known != null && known.sends(value, asked) ? known : found(index, value, asked);
        typeOids[index] = sender.oid();
        if (sender.isOpen()) {
            open = open.writable();
            open.write(index, (UntypedTimestamp) value, out);
        } else {
            encode(index, value, sender);
        }
        return sender.isOpen() ? Format.BINARY : sender.format();
    }

    /**
     * Whether a value will be encoded without fail, as the type that its place has in the section that was encoded last, by a codec of the driver's own.
     *
     * @param asked as {@link #give} has it
     */
    public boolean surelyGives(int index, @Nullable Object value, int asked) {
        Sender known = index < senders.length ? senders[index] : null;
        if (value == null) {
            return asked == typeOids[index];
        }
        return known != null && known.sends(value, asked) && known.oid() == typeOids[index] && known.surelySends(value);
    }

    private Sender found(int index, Object value, int asked) {
        Codec<Object> codec;
        try {
            codec = codecFor(value, asked);
        } catch (PgException e) {
            throw failure(index, value, targetName(asked), e.problem(), e.sqlState(), e);
        }
        PgType type = asked == 0 ? registry.resolve(codec.type()) : registry.type(asked);
        Format format = type.oid() == 0 ? Format.TEXT : codec.encodeFormat();
        Sender found = new Sender(value.getClass(), asked, codec, type, format);
        if (!found.isOpen() && !codec.supports(format)) {
            String problem = "its type has not been loaded, and the codec sends no text";
            throw failure(index, value, type.name(), problem, SqlState.UNDEFINED_OBJECT, null);
        }
        if (index < maxSenders && !SentAs.isByContent(codec)) {
            remember(index, found);
        }
        return found;
    }

    private void remember(int index, Sender sender) {
        if (senders.length <= index) {
            senders = Arrays.copyOf(senders, Math.min(maxSenders, typeOids.length));
        }
        senders[index] = sender;
    }

    private void encode(int index, Object value, Sender sender) {
        try {
            write(sender.codec(), value, sender.format());
        } catch (PgException e) {
            throw failure(index, value, sender.type().name(), e.problem(), e.sqlState(), e);
        } catch (RuntimeException e) {
            throw failure(index, value, sender.type().name(), "the codec failed", SqlState.DATA_EXCEPTION, e);
        } catch (StackOverflowError e) {
            throw failure(
                    index, value, sender.type().name(), "it is nested too deep", SqlState.STATEMENT_TOO_COMPLEX, null);
        }
    }

    private void write(Codec<Object> codec, Object value, Format format) {
        int lengthAt = out.position();
        out.writeInt(NULL_LENGTH);
        codec.encode(value, format, out);
        int length = out.position() - lengthAt - Integer.BYTES;
        if (length < 0) {
            laid = 0;
            throw CodecErrors.cannotSend("the codec removed bytes of others", SqlState.DATA_EXCEPTION);
        }
        out.patchInt(lengthAt, length);
    }

    private Codec<Object> codecFor(Object value, int asked) {
        Codec<Object> codec = asked == 0 ? SentAs.itself(registry, value) : SentAs.type(registry, asked, value);
        if (codec == null) {
            throw CodecErrors.cannotSend(refusal(value.getClass(), asked), SqlState.CANNOT_COERCE);
        }
        return codec;
    }

    private String refusal(Class<?> javaType, int asked) {
        if (asked != 0) {
            return "no codec sends this";
        }
        PgType mapped = registry.mapping(javaType);
        return mapped == null
                ? "no codec sends this; register one, map the class to a type, or prepare the statement"
                : "its type " + mapped + " has not been loaded, or there are several of that name";
    }

    private String targetName(int asked) {
        return asked == 0 ? "any type" : registry.type(asked).name();
    }

    private static PgCodecException failure(
            int index, Object value, String type, String problem, String sqlState, @Nullable RuntimeException cause) {
        String message =
                "parameter $" + (index + 1) + " (" + value.getClass().getTypeName() + " as " + type + "): " + problem;
        return new PgCodecException(message, sqlState, Outcome.NOT_SENT, cause);
    }
}
