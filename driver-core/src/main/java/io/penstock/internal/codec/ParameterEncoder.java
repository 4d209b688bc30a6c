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
    private static final int USUAL_VALUE_BYTES = 12;

    /** Over which the room of a section is not kept for the next one. */
    private static final int MAX_KEPT_BYTES = 16 * 1024;

    /** For how many places of a section it remembers who sends their values. */
    private static final int MAX_SENDERS = 32;

    private static final @Nullable Object[] NO_VALUES = {};
    private static final @Nullable Sender[] NO_SENDERS = {};
    private static final int[] NO_TYPES = {};

    private final CodecRegistry registry;
    private PgWriter out;
    private @Nullable Object[] values = NO_VALUES;
    private int @Nullable [] serverTypes;
    private int[] typeOids = NO_TYPES;

    /** The section before, which often serves again: it is about the same room. */
    private EncodedParameters section = EncodedParameters.NONE;

    /** The types of the section that was detached last: those of the next are often the same. */
    private int[] detachedTypes = NO_TYPES;

    private @Nullable Object[] givenValues = NO_VALUES;
    private int[] givenTypes = NO_TYPES;
    private boolean declared;

    /** Of the first places, where there was one before: one statement after the other sends the same classes. */
    private @Nullable Sender[] senders = NO_SENDERS;

    private final int maxSenders;
    private OpenTimestamps open = OpenTimestamps.NONE;

    /**
     * Who sends what is of a class.
     *
     * @param asked the OID of the type that the server wants, or that was declared; 0 where the class decides
     */
    private record Sender(Class<?> javaType, int asked, Codec<Object> codec, PgType type) {}

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

    /** The same, into the room of the section before: that one must not be needed any more, nor may the values be changed meanwhile. */
    public EncodedParameters encodeNext(@Nullable Object[] newValues) {
        return newValues.length == 0 ? EncodedParameters.NONE : encodeNext(newValues, null);
    }

    private EncodedParameters encodeNext(@Nullable Object[] newValues, int @Nullable [] declaredTypes) {
        if (out.array().length > MAX_KEPT_BYTES) {
            out = new PgWriter(0);
        }
        out.clear();
        var types = typeOids.length == newValues.length ? typeOids : new int[newValues.length];
        if (declaredTypes != null) {
            System.arraycopy(declaredTypes, 0, types, 0, types.length);
        }
        return encode(newValues, declaredTypes, types);
    }

    /** Makes room for the values of the next section, which are {@link #give given} one by one. */
    public void expect(int count) {
        declared = false;
        if (givenValues.length != count) {
            givenValues = new @Nullable Object[count];
            givenTypes = new int[count];
        }
    }

    /**
     * Gives a value of the next section.
     *
     * @param type the type that it is declared as; 0 leaves that to its class
     */
    public void give(int index, @Nullable Object value, int type) {
        givenValues[index] = value;
        givenTypes[index] = type;
        declared |= type != 0;
    }

    /** As {@link #encodeNext(Object[])}, of what was given. */
    public EncodedParameters encodeGiven() {
        if (givenValues.length == 0) {
            return EncodedParameters.NONE;
        }
        try {
            return encodeNext(givenValues, declared ? givenTypes : null);
        } finally {
            Arrays.fill(givenValues, null);
        }
    }

    /** A copy of the section that was encoded last, which stays valid when others follow. */
    public EncodedParameters detached(EncodedParameters last) {
        if (last.count() == 0) {
            return last;
        }
        var length = last.length();
        return EncodedParameters.of(
                detachedTypes(last), Arrays.copyOf(last.bytes(), length + last.openBytes()), length, last.open());
    }

    /** Begins to gather with the section that was encoded last, for so many uses at the most. */
    public GatheredParameters gather(EncodedParameters last, int most) {
        return GatheredParameters.of(last, detachedTypes(last), most);
    }

    private int[] detachedTypes(EncodedParameters last) {
        if (!Arrays.equals(detachedTypes, last.typeOids())) {
            detachedTypes = last.typeOids().clone();
        }
        return detachedTypes;
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
        return values.length == 0
                ? EncodedParameters.NONE
                : new ParameterEncoder(registry, values.length, 0).encode(values, serverTypes, serverTypes.clone());
    }

    private EncodedParameters encode(@Nullable Object[] newValues, int @Nullable [] newServerTypes, int[] newTypeOids) {
        values = newValues;
        serverTypes = newServerTypes;
        typeOids = newTypeOids;
        try {
            return section();
        } finally {
            values = NO_VALUES;
        }
    }

    private EncodedParameters section() {
        int count = values.length;
        if (count > MAX_PARAMETERS) {
            throw CodecErrors.cannotSend(
                    count + " parameters are more than " + MAX_PARAMETERS, SqlState.TOO_MANY_ARGUMENTS);
        }
        int formatsAt = Short.BYTES;
        out.writeShort(count);
        for (int i = 0; i < count; i++) {
            out.writeShort(0);
        }
        out.writeShort(count);
        open.clear();
        Format shared = null;
        boolean oneFormat = true;
        for (int i = 0; i < count; i++) {
            Object value = values[i];
            if (value == null) {
                out.writeInt(NULL_LENGTH); // has either format
                forget(i);
                continue;
            }
            Format format = encode(i, value);
            out.patchShort(formatsAt + i * Short.BYTES, format.code());
            oneFormat &= shared == null || shared == format;
            shared = format;
        }
        int length = out.size();
        int gap = oneFormat ? (count - 1) * Short.BYTES : 0;
        open.writeBehind(out, gap);
        if (oneFormat) {
            closeGap(gap, shared);
        }
        return section(length - gap);
    }

    private EncodedParameters section(int length) {
        if (!section.lies(typeOids, out.array(), length, open.count())) {
            section = EncodedParameters.of(typeOids, out.array(), length, open.count());
        }
        return section;
    }

    /** Closes the gap that one format code leaves of the room for all of them. */
    private void closeGap(int gap, @Nullable Format format) {
        byte[] bytes = out.array();
        int from = 2 * Short.BYTES + gap;
        out.patchShort(0, 1);
        out.patchShort(Short.BYTES, format == null ? Format.TEXT.code() : format.code());
        System.arraycopy(bytes, from, bytes, from - gap, out.size() - from);
    }

    /** NULL is of any type; the array may hold one of the section before. */
    private void forget(int index) {
        if (serverTypes == null) {
            typeOids[index] = 0;
        }
    }

    /** Encodes one value, notes its type, and returns its format. */
    private Format encode(int index, Object value) {
        int asked = isAsked(index) ? typeOids[index] : 0;
        Sender known = index < senders.length ? senders[index] : null;
        if (known != null && known.javaType() == value.getClass() && known.asked() == asked) {
            return encode(index, value, known.codec(), known.type());
        }
        Codec<Object> codec;
        try {
            codec = codecFor(index, value);
        } catch (PgException e) {
            throw failure(index, value, targetName(index), e.problem(), e.sqlState(), e);
        }
        PgType type = asked == 0 ? registry.resolve(codec.type()) : registry.type(asked);
        if (index < maxSenders && !SentAs.isByContent(codec)) {
            remember(index, new Sender(value.getClass(), asked, codec, type));
        }
        return encode(index, value, codec, type);
    }

    private void remember(int index, Sender sender) {
        if (senders.length <= index) {
            senders = Arrays.copyOf(senders, Math.min(maxSenders, values.length));
        }
        senders[index] = sender;
    }

    private Format encode(int index, Object value, Codec<Object> codec, PgType type) {
        if (!isAsked(index)) {
            typeOids[index] = type.oid() == PgTypes.UNKNOWN.oid() ? 0 : type.oid();
        }
        if (value instanceof UntypedTimestamp timestamp && UntypedTimestampCodec.isIt(codec) && !isAsked(index)) {
            open = open.writable();
            return open.write(index, timestamp, out);
        }
        Format format = type.oid() == 0 ? Format.TEXT : codec.encodeFormat();
        if (!codec.supports(format)) {
            String problem = "its type has not been loaded, and the codec sends no text";
            throw failure(index, value, type.name(), problem, SqlState.UNDEFINED_OBJECT, null);
        }
        try {
            write(codec, value, format);
        } catch (PgException e) {
            throw failure(index, value, type.name(), e.problem(), e.sqlState(), e);
        } catch (RuntimeException e) {
            throw failure(index, value, type.name(), "the codec failed", SqlState.DATA_EXCEPTION, e);
        } catch (StackOverflowError e) {
            throw failure(index, value, type.name(), "it is nested too deep", SqlState.STATEMENT_TOO_COMPLEX, null);
        }
        return format;
    }

    private void write(Codec<Object> codec, Object value, Format format) {
        int lengthAt = out.position();
        out.writeInt(NULL_LENGTH);
        codec.encode(value, format, out);
        int length = out.position() - lengthAt - Integer.BYTES;
        if (length < 0) {
            throw CodecErrors.cannotSend("the codec removed bytes of others", SqlState.DATA_EXCEPTION);
        }
        out.patchInt(lengthAt, length);
    }

    private Codec<Object> codecFor(int index, Object value) {
        Codec<Object> codec =
                isAsked(index) ? SentAs.type(registry, typeOids[index], value) : SentAs.itself(registry, value);
        if (codec == null) {
            throw CodecErrors.cannotSend(refusal(value.getClass()), SqlState.CANNOT_COERCE);
        }
        return codec;
    }

    private boolean isAsked(int index) {
        return serverTypes != null && serverTypes[index] != 0;
    }

    private String refusal(Class<?> javaType) {
        if (serverTypes != null) {
            return "no codec sends this";
        }
        PgType mapped = registry.mapping(javaType);
        return mapped == null
                ? "no codec sends this; register one, map the class to a type, or prepare the statement"
                : "its type " + mapped + " has not been loaded, or there are several of that name";
    }

    private String targetName(int index) {
        return isAsked(index) ? registry.type(typeOids[index]).name() : "any type";
    }

    private static PgCodecException failure(
            int index, Object value, String type, String problem, String sqlState, @Nullable RuntimeException cause) {
        String message =
                "parameter $" + (index + 1) + " (" + value.getClass().getTypeName() + " as " + type + "): " + problem;
        return new PgCodecException(message, sqlState, Outcome.NOT_SENT, cause);
    }
}
