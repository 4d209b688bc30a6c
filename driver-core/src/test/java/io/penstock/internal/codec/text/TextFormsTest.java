package io.penstock.internal.codec.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.internal.codec.BuiltinCodecs;
import io.penstock.internal.codec.Decoding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TextFormsTest {
    static final List<PgType> SAME_IN_BOTH_FORMS = List.of(
            PgTypes.TEXT,
            PgTypes.VARCHAR,
            PgTypes.BPCHAR,
            PgTypes.NAME,
            PgTypes.UNKNOWN,
            PgTypes.XML,
            PgTypes.REFCURSOR,
            PgTypes.CSTRING);

    /** Types that have no binary form, or one that is the server's own secret. */
    static final List<PgType> TEXT_ONLY = List.of(
            PgTypes.ACLITEM,
            PgTypes.PG_NODE_TREE,
            PgTypes.GTSVECTOR,
            PgTypes.PG_NDISTINCT,
            PgTypes.PG_DEPENDENCIES,
            PgTypes.PG_MCV_LIST,
            PgTypes.PG_BRIN_BLOOM_SUMMARY,
            PgTypes.PG_BRIN_MINMAX_MULTI_SUMMARY);

    @ParameterizedTest
    @FieldSource("SAME_IN_BOTH_FORMS")
    void textIsTheSameInBothForms(PgType type) {
        Decoding.assertForms(type, "<a>é</a>", "3c613ec3a93c2f613e", "<a>é</a>");
        Decoding.assertForms(type, "", "", "");
        assertThat(BuiltinCodecs.REGISTRY.binary(type.oid())).isTrue();
    }

    @ParameterizedTest
    @FieldSource("TEXT_ONLY")
    void textIsAskedForWhereThereIsNothingElse(PgType type) {
        assertThat(Decoding.fromText(type, "r*/postgres")).isEqualTo("r*/postgres");
        assertThat(Decoding.toText(type, "r*/postgres")).isEqualTo("r*/postgres");
        assertThat(BuiltinCodecs.REGISTRY.binary(type.oid())).isFalse();
    }

    @Test
    void whatReturnsNothingIsEmpty() {
        assertThat(Decoding.fromText(PgTypes.VOID, "")).isEqualTo("");
        assertThat(Decoding.fromBinary(PgTypes.VOID, "")).isEqualTo("");
    }
}
