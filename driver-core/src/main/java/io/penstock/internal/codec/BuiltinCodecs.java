package io.penstock.internal.codec;

import io.penstock.codec.CodecRegistry;
import io.penstock.internal.codec.array.ArrayProvider;
import io.penstock.internal.codec.bytes.BytesCodecs;
import io.penstock.internal.codec.composite.CompositeProvider;
import io.penstock.internal.codec.extension.ExtensionProvider;
import io.penstock.internal.codec.geometry.GeometryCodecs;
import io.penstock.internal.codec.json.JsonCodecs;
import io.penstock.internal.codec.net.NetCodecs;
import io.penstock.internal.codec.number.NumberCodecs;
import io.penstock.internal.codec.range.RangeProvider;
import io.penstock.internal.codec.search.SearchCodecs;
import io.penstock.internal.codec.system.SystemCodecs;
import io.penstock.internal.codec.text.EnumProvider;
import io.penstock.internal.codec.text.TextCodecs;
import io.penstock.internal.codec.time.TimeCodecs;

/**
 * All codecs that come with the driver, family by family. The first of a type is its default, which is what {@code Row.get(int)}
 * returns; the first of a class says what its values are sent as.
 */
public final class BuiltinCodecs {

    /** A registry of them. Text comes first, for a {@code String} is sent as whatever the server needs. */
    public static final CodecRegistry REGISTRY = CodecRegistry.EMPTY
            .with(TextCodecs.all())
            .with(NumberCodecs.all())
            .with(BytesCodecs.all())
            .with(JsonCodecs.all())
            .with(TimeCodecs.all())
            .with(NetCodecs.all())
            .with(GeometryCodecs.all())
            .with(SearchCodecs.all())
            .with(SystemCodecs.all())
            .with(new EnumProvider())
            .with(new ExtensionProvider())
            .with(new RangeProvider())
            .with(new CompositeProvider())
            .with(new ArrayProvider());

    private BuiltinCodecs() {}
}
