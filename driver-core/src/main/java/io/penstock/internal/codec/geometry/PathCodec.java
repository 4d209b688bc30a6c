package io.penstock.internal.codec.geometry;

import io.penstock.codec.Format;
import io.penstock.codec.Path;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.CodecErrors;
import io.penstock.internal.codec.form.TextScanner;

/** {@code path}: {@code ((x,y),…)} if it is closed, {@code [(x,y),…]} if it is open; or a byte 1 or 0 and a count of points. */
final class PathCodec implements Shape<Path> {

    @Override
    public PgType type() {
        return PgTypes.PATH;
    }

    @Override
    public Class<Path> javaType() {
        return Path.class;
    }

    @Override
    public Path readText(TextScanner text) {
        if (text.skipIf('[')) {
            Path open = Path.open(Points.readAll(text));
            text.skip(']');
            return open;
        }
        text.skip('(');
        Path closed = Path.closed(Points.readAll(text));
        text.skip(')');
        return closed;
    }

    @Override
    public void writeText(Path value, PgWriter out) {
        boolean closed = value.ends() == Path.Ends.CLOSED;
        out.writeByte(closed ? '(' : '[');
        Points.writeAll(value.points(), out);
        out.writeByte(closed ? ')' : ']');
    }

    @Override
    public Path readBinary(PgReader in) {
        return switch (in.readByte()) {
            case 0 -> Path.open(Points.readAll(in));
            case 1 -> Path.closed(Points.readAll(in));
            default -> throw CodecErrors.malformed(type(), Format.BINARY);
        };
    }

    @Override
    public void writeBinary(Path value, PgWriter out) {
        out.writeByte(value.ends() == Path.Ends.CLOSED ? 1 : 0);
        Points.writeAllBinary(value.points(), out);
    }
}
