package io.penstock.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.BuiltinCodecs;
import io.penstock.internal.codec.ValueDecoder;
import io.penstock.internal.codec.number.PrimitiveAccess;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One value out of a row, by the calls that {@code Row}'s getters make. Run it with the allocation profiler ({@code -prof gc}): the primitives must
 * allocate nothing in either format, the others the value that they return.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 2, time = 1)
@Fork(1)
public class CodecBenchmark {

    @Param({"BINARY", "TEXT"})
    private Format format = Format.BINARY;

    private byte[] bool = {};
    private byte[] int2 = {};
    private byte[] int4 = {};
    private byte[] int8 = {};
    private byte[] float4 = {};
    private byte[] float8 = {};

    private Value date = value(PgTypes.DATE, Object.class, "2024-02-29");
    private Value time = value(PgTypes.TIME, Object.class, "12:34:56.7");
    private Value timestamp = value(PgTypes.TIMESTAMP, Object.class, "2024-02-29 12:34:56.7");
    private Value instant = value(PgTypes.TIMESTAMPTZ, Instant.class, "2024-02-29 12:34:56.7+00");

    /** A value and what reads it; the reader is used again for each, as a row does. */
    private record Value(Codec<?> codec, byte[] bytes, PgReader reader, Format format) {
        Object read() {
            reader.reset(bytes, 0, bytes.length);
            return ValueDecoder.decode(codec, reader, format);
        }
    }

    /** The values in the format that is measured. */
    @Setup
    public void encode() {
        bool = bytes(PgTypes.BOOL, "t");
        int2 = bytes(PgTypes.INT2, "-12345");
        int4 = bytes(PgTypes.INT4, "1234567890");
        int8 = bytes(PgTypes.INT8, "-1234567890123456789");
        float4 = bytes(PgTypes.FLOAT4, "1.5");
        float8 = bytes(PgTypes.FLOAT8, "-12345.678");
        date = value(PgTypes.DATE, Object.class, "2024-02-29");
        time = value(PgTypes.TIME, Object.class, "12:34:56.7");
        timestamp = value(PgTypes.TIMESTAMP, Object.class, "2024-02-29 12:34:56.7");
        instant = value(PgTypes.TIMESTAMPTZ, Instant.class, "2024-02-29 12:34:56.7+00");
    }

    private Value value(PgType type, Class<?> javaType, String text) {
        byte[] bytes = bytes(type, text);
        return new Value(BuiltinCodecs.REGISTRY.forDecoding(type.oid(), javaType), bytes, PgReader.of(bytes), format);
    }

    @SuppressWarnings("unchecked") // asked for by the class of the value
    private byte[] bytes(PgType type, String text) {
        var in = PgReader.of(text.getBytes(US_ASCII));
        Object value = ValueDecoder.decode(BuiltinCodecs.REGISTRY.forDecoding(type.oid()), in, Format.TEXT);
        var codec = (Codec<Object>)
                requireNonNull(BuiltinCodecs.REGISTRY.forEncoding(type.oid(), value.getClass()), "codec");
        var out = new PgWriter(32);
        codec.encode(value, format, out);
        return out.toByteArray();
    }

    @Benchmark
    public boolean getBoolean() {
        return PrimitiveAccess.getBoolean(bool, 0, bool.length, PgTypes.BOOL.oid(), format);
    }

    @Benchmark
    public short getShort() {
        return PrimitiveAccess.getShort(int2, 0, int2.length, PgTypes.INT2.oid(), format);
    }

    @Benchmark
    public int getInt() {
        return PrimitiveAccess.getInt(int4, 0, int4.length, PgTypes.INT4.oid(), format);
    }

    @Benchmark
    public long getLong() {
        return PrimitiveAccess.getLong(int8, 0, int8.length, PgTypes.INT8.oid(), format);
    }

    @Benchmark
    public float getFloat() {
        return PrimitiveAccess.getFloat(float4, 0, float4.length, PgTypes.FLOAT4.oid(), format);
    }

    @Benchmark
    public double getDouble() {
        return PrimitiveAccess.getDouble(float8, 0, float8.length, PgTypes.FLOAT8.oid(), format);
    }

    @Benchmark
    public Object getLocalDate() {
        return date.read();
    }

    @Benchmark
    public Object getLocalTime() {
        return time.read();
    }

    @Benchmark
    public Object getLocalDateTime() {
        return timestamp.read();
    }

    @Benchmark
    public Object getInstant() {
        return instant.read();
    }
}
