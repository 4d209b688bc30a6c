package io.penstock.internal.codec.geometry;

import io.penstock.codec.Codec;
import io.penstock.internal.codec.form.RenderedCodec;
import java.util.ArrayList;
import java.util.List;

/** The codecs of the geometric types. */
public final class GeometryCodecs {
    private GeometryCodecs() {}

    /** The first of a type is its default; the first of a class says what its values are sent as. */
    public static List<Codec<?>> all() {
        List<Codec<?>> codecs = new ArrayList<>();
        List<Shape<?>> shapes = List.of(
                new PointCodec(),
                new LineCodec(),
                new LineSegmentCodec(),
                new BoxCodec(),
                new PathCodec(),
                new PolygonCodec(),
                new CircleCodec());
        for (Shape<?> shape : shapes) {
            codecs.add(shape);
            codecs.add(new RenderedCodec<>(shape));
        }
        return codecs;
    }
}
