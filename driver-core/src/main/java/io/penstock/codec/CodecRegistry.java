package io.penstock.codec;

import static java.util.Objects.requireNonNull;

import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An immutable table of types, codecs and providers: which codec reads a type as a class, and which one sends a class.
 *
 * <p>Each type has one default codec, for callers that name no class: the first that was registered for it, or what
 * replaced that one, or what {@link #withDefault} named. Likewise each class has one default type that its values are
 * sent as. A type without a codec is transferred as text and read as a {@code String}; so are types that no {@link PgType} has
 * been given for.
 *
 * <p>A codec for a {@link PgType#named} type comes into force once {@link #withTypes} has told the OID of that name; connections see
 * to that. A name without a schema stands for the types of that name in all schemas; where there are several, values that
 * are sent as it leave the choice to the server. A domain without a codec is read and written as its base type.
 *
 * <p>May be used by any number of threads. What has been found once is kept, up to 256 classes for each type and 1,000 types
 * that it has not been told of; beyond those bounds it is found anew each time.
 */
public final class CodecRegistry {

    /** Knows the built-in types' names and no codec. */
    public static final CodecRegistry EMPTY =
            new CodecRegistry(new TypeTable(PgTypes.all()), List.of(), List.of(), Map.of());

    private static final int MAX_UNKNOWN_TYPES = 1_000;

    private final TypeTable types;
    private final List<Registration> registrations;
    private final List<CodecProvider> providers;
    private final Map<Class<?>, PgType> mappings;

    private final Map<Integer, Class<?>> mappedClasses;
    private final EncodingTable byClass;

    /** Grows by types that it is asked for and does not know; replaced as a whole, as in {@link FoundCodecs}. */
    private volatile OidTable<TypeCodecs> byOid;

    private final int maxTypes;

    private CodecRegistry(
            TypeTable types,
            List<Registration> registrations,
            List<CodecProvider> providers,
            Map<Class<?>, PgType> mappings) {
        this.types = types;
        this.registrations = registrations;
        this.providers = providers;
        this.mappings = mappings;
        this.mappedClasses = new HashMap<>();
        mappings.forEach((javaType, type) ->
                types.matching(type).forEach(match -> mappedClasses.putIfAbsent(match.oid(), javaType)));
        this.byClass = new EncodingTable(registrations, mappings.keySet());
        Map<Integer, TypeCodecs.Draft> drafts = new LinkedHashMap<>();
        for (PgType type : types.all()) {
            drafts.put(type.oid(), new TypeCodecs.Draft(type));
        }
        for (Registration registration : registrations) {
            for (PgType type : types.matching(registration.codec().type())) {
                drafts.computeIfAbsent(type.oid(), oid -> new TypeCodecs.Draft(type))
                        .add(registration.codec(), registration.rank());
            }
        }
        Map<Integer, TypeCodecs> fixed = new LinkedHashMap<>();
        drafts.forEach((oid, draft) -> fixed.put(oid, draft.fix()));
        this.byOid = new OidTable<>(fixed);
        this.maxTypes = byOid.size() + MAX_UNKNOWN_TYPES;
    }

    /**
     * With one more codec, which replaces the one of the same type and class if there is one. It becomes the default of
     * its type, or of its class, where there is none yet or where it replaces the default.
     */
    public CodecRegistry with(Codec<?> codec) {
        return with(List.of(codec));
    }

    /** With more codecs, each as {@link #with(Codec)} does. */
    public CodecRegistry with(Collection<? extends Codec<?>> codecs) {
        List<Registration> added = new ArrayList<>();
        codecs.forEach(codec -> added.add(new Registration(codec, Rank.ORDINARY)));
        return new CodecRegistry(types, joined(registrations, added), providers, mappings);
    }

    /** With one more codec, which becomes the default of its type and of its class. */
    public CodecRegistry withDefault(Codec<?> codec) {
        List<Registration> added = List.of(new Registration(codec, Rank.DEFAULT));
        return new CodecRegistry(types, joined(registrations, added), providers, mappings);
    }

    /** With a provider, which is asked before those that are there. */
    public CodecRegistry with(CodecProvider provider) {
        requireNonNull(provider, "provider");
        return new CodecRegistry(types, registrations, joined(List.of(provider), providers), mappings);
    }

    /**
     * With a Java class that stands for a type: values of the type are read as the class by default, and values of the class are
     * sent as the type. For classes whose codecs are made, such as enums and records of Java, and types that have no codec;
     * a type that has one is read as before.
     *
     * @param type the type, most often a {@link PgType#named} one
     */
    public CodecRegistry withMapping(Class<?> javaType, PgType type) {
        requireNonNull(javaType, "javaType");
        requireNonNull(type, "type");
        Map<Class<?>, PgType> more = new LinkedHashMap<>(mappings);
        more.put(javaType, type);
        return new CodecRegistry(types, registrations, providers, Collections.unmodifiableMap(more));
    }

    /** With more types, or with other descriptions of types that are there. */
    public CodecRegistry withTypes(Collection<PgType> more) {
        return new CodecRegistry(types.with(more), registrations, providers, mappings);
    }

    /** The type of an OID; {@link PgType#unknown} if the registry has not been told. */
    public PgType type(int oid) {
        return entryOf(oid).type;
    }

    /** The type of a name, as its catalog has it; null if there is none, or more than one outside of {@code pg_catalog}. */
    public @Nullable PgType type(String name) {
        return types.get(name);
    }

    /** Whether the registry has been told of the type of an OID. */
    public boolean knows(int oid) {
        return types.has(oid);
    }

    /** The type with its OID, if it was given without one, the registry has been told, and there is but one that can be meant. */
    public PgType resolve(PgType type) {
        return types.resolve(type);
    }

    /** The type that the values of a type are of: the base type of a domain, at the end of a chain of them; else the type. */
    public PgType baseType(int oid) {
        PgType type = type(oid);
        while (type.kind() == PgType.Kind.DOMAIN) {
            type = type(type.elementOid());
        }
        return type;
    }

    /** The type that a class, or what it inherits from, was mapped to with {@link #withMapping}; null if to none. */
    public @Nullable PgType mapping(Class<?> javaType) {
        return EncodingTable.nearest(javaType, mappings);
    }

    /** The types that codecs and mappings name without an OID: they come into force when {@link #withTypes} has told it. */
    public Set<PgType> namedTypes() {
        Set<PgType> named = new LinkedHashSet<>(mappings.values());
        registrations.forEach(registration -> named.add(registration.codec().type()));
        named.removeIf(type -> type.oid() != 0);
        return named;
    }

    /** Whether a result column of this type should be asked for in binary: every codec of the type, and of its elements, reads that. */
    public boolean binary(int oid) {
        TypeCodecs codecs = codecsOf(oid);
        return forDecoding(oid).supports(Format.BINARY)
                && codecs.registered.values().stream().allMatch(codec -> codec.supports(Format.BINARY))
                && (codecs.type.elementOid() == 0 || binary(codecs.type.elementOid()));
    }

    /** The codec that reads a type as its default class; the type's text as {@code String} where it has no codec. */
    public Codec<?> forDecoding(int oid) {
        TypeCodecs codecs = codecsOf(oid);
        Codec<?> known = codecs.byDefault != null ? codecs.byDefault : codecs.decoding.get(Object.class);
        return known != null ? known : codecs.decoding.keep(Object.class, makeDefault(codecs.type));
    }

    /**
     * The codec that reads a type as a class.
     *
     * @param javaType the class, or a supertype of the type's default class; a primitive class stands for its wrapper
     * @throws PgCodecException with SQLSTATE 42846 if there is none
     */
    @SuppressWarnings("unchecked") // what is found for a class returns instances of it
    public <T> Codec<T> forDecoding(int oid, Class<T> javaType) {
        Codec<?> codec = lookUpForDecoding(oid, boxed(javaType));
        if (codec == null) {
            String message = "no codec reads " + type(oid) + " as " + javaType.getTypeName();
            throw new PgCodecException(message, SqlState.CANNOT_COERCE, null);
        }
        return (Codec<T>) codec;
    }

    /** Whether {@link #forDecoding(int, Class)} has a codec for this. */
    public boolean decodes(int oid, Class<?> javaType) {
        return lookUpForDecoding(oid, boxed(javaType)) != null;
    }

    /**
     * The codec that sends values of a class as the class's default type; a type of {@link PgTypes#UNKNOWN} leaves the
     * choice to the server. Where the class has none of its own, that of its nearest superclass or interface is taken.
     *
     * @return null if there is none; the caller can say best which value that was
     */
    public @Nullable Codec<?> forEncoding(Class<?> javaType) {
        Class<?> boxed = boxed(javaType);
        Codec<?> known = byClass.known(boxed);
        if (known != null) {
            return known;
        }
        Codec<?> found = mappedCodec(boxed);
        if (found == null) {
            found = byClass.inherited(boxed);
        }
        if (found == null) {
            found = fromProviders(PgTypes.UNKNOWN, boxed);
        }
        return found == null ? null : byClass.keep(boxed, found);
    }

    /**
     * The codec that sends values of a class as a type that the server has asked for. Classes whose default is {@link
     * PgTypes#UNKNOWN}, such as {@code String}, are sent as text where the type has no codec for them.
     *
     * @return null if there is none; the caller can say best which value that was
     */
    public @Nullable Codec<?> forEncoding(int oid, Class<?> javaType) {
        Class<?> boxed = boxed(javaType);
        TypeCodecs codecs = codecsOf(oid);
        Codec<?> known = codecs.encoding.get(boxed);
        if (known != null) {
            return known;
        }
        Codec<?> found = findForEncoding(codecs, boxed);
        return found == null ? null : codecs.encoding.keep(boxed, found);
    }

    private @Nullable Codec<?> mappedCodec(Class<?> javaType) {
        PgType mapped = mapping(javaType);
        PgType type = mapped == null ? null : types.resolve(mapped);
        return type == null || type.oid() == 0 ? null : forEncoding(type.oid(), javaType);
    }

    /** The codecs of a type; a domain that has none of its own has those of its base type. */
    private TypeCodecs codecsOf(int oid) {
        TypeCodecs codecs = entryOf(oid);
        while (codecs.type.kind() == PgType.Kind.DOMAIN
                && codecs.registered.isEmpty()
                && !mappedClasses.containsKey(codecs.type.oid())) {
            codecs = entryOf(codecs.type.elementOid());
        }
        return codecs;
    }

    private TypeCodecs entryOf(int oid) {
        OidTable<TypeCodecs> known = byOid;
        TypeCodecs codecs = known.get(oid);
        if (codecs == null) {
            codecs = TypeCodecs.none(PgType.unknown(oid));
            byOid = known.size() < maxTypes ? known.with(oid, codecs) : known;
        }
        return codecs;
    }

    private Codec<?> makeDefault(PgType type) {
        Class<?> mapped = mappedClasses.get(type.oid());
        Codec<?> made = mapped == null ? null : fromProviders(type, mapped);
        if (made == null) {
            made = fromProviders(type, Object.class);
        }
        return made != null ? made : new UncodedText(type);
    }

    private @Nullable Codec<?> lookUpForDecoding(int oid, Class<?> javaType) {
        TypeCodecs codecs = codecsOf(oid);
        Codec<?> known = codecs.decoding.get(javaType);
        if (known != null) {
            return known;
        }
        Codec<?> found = findForDecoding(codecs.type, javaType);
        return found == null ? null : codecs.decoding.keep(javaType, found);
    }

    private @Nullable Codec<?> findForDecoding(PgType type, Class<?> javaType) {
        if (mappedClasses.containsKey(type.oid())) {
            // The default may be made of what is asked for here, so it comes last.
            Codec<?> made = readable(fromProviders(type, javaType), javaType);
            if (made != null || javaType == String.class) {
                return made != null ? made : new UncodedText(type);
            }
        }
        Codec<?> byDefault = forDecoding(type.oid());
        return javaType.isAssignableFrom(byDefault.javaType())
                ? byDefault
                : readable(fromProviders(type, javaType), javaType);
    }

    /** A provider may answer for a class whose values it can send; what is read must be of it, too. */
    private static @Nullable Codec<?> readable(@Nullable Codec<?> made, Class<?> javaType) {
        return made != null && javaType.isAssignableFrom(made.javaType()) ? made : null;
    }

    private @Nullable Codec<?> findForEncoding(TypeCodecs codecs, Class<?> javaType) {
        Codec<?> codec = EncodingTable.nearest(javaType, codecs.registered);
        if (codec == null) {
            codec = fromProviders(codecs.type, javaType);
        }
        if (codec == null) {
            Codec<?> plain = types.has(codecs.type.oid()) ? byClass.inherited(javaType) : forEncoding(javaType);
            codec = plain != null && plain.type().oid() == PgTypes.UNKNOWN.oid() ? plain : null;
        }
        return codec;
    }

    private @Nullable Codec<?> fromProviders(PgType type, Class<?> javaType) {
        for (CodecProvider provider : providers) {
            Codec<?> codec = provider.codec(type, javaType, this);
            if (codec != null) {
                return codec;
            }
        }
        return null;
    }

    private static Class<?> boxed(Class<?> javaType) {
        return javaType.isPrimitive() ? MethodType.methodType(javaType).wrap().returnType() : javaType;
    }

    private static <E> List<E> joined(List<? extends E> first, List<? extends E> second) {
        List<E> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    /** Whether a codec was named as the default. */
    enum Rank {
        ORDINARY,
        DEFAULT
    }

    /** A codec and how it was registered. */
    record Registration(Codec<?> codec, Rank rank) {
        Registration {
            requireNonNull(codec, "codec");
        }
    }
}
