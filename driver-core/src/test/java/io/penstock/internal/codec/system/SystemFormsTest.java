package io.penstock.internal.codec.system;

import static io.penstock.codec.PgTypes.PG_LSN;
import static io.penstock.codec.PgTypes.PG_SNAPSHOT;
import static io.penstock.codec.PgTypes.REGCLASS;
import static io.penstock.codec.PgTypes.REGTYPE;
import static io.penstock.codec.PgTypes.TID;
import static io.penstock.codec.PgTypes.TXID_SNAPSHOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.codec.Format;
import io.penstock.codec.Lsn;
import io.penstock.codec.PgSnapshot;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.Tid;
import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.BuiltinCodecs;
import io.penstock.internal.codec.Decoding;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Both forms of the server's own types, as a PostgreSQL 18 server prints them. */
class SystemFormsTest {

    @Test
    void positionsInTheLog() {
        Decoding.assertForms(PG_LSN, Lsn.INVALID, "0000000000000000", "0/0");
        Decoding.assertForms(PG_LSN, new Lsn(0x16_B374_D848L), "00000016b374d848", "16/B374D848");
        Decoding.assertForms(PG_LSN, new Lsn(-1L << 32), "ffffffff00000000", "FFFFFFFF/0");
    }

    @Test
    void placesOfRows() {
        Decoding.assertForms(TID, new Tid(0, 1), "000000000001", "(0,1)");
        Decoding.assertForms(TID, new Tid(4_294_967_295L, 65_535), "ffffffffffff", "(4294967295,65535)");
    }

    @Test
    void snapshots() {
        String binary = "00000003" + "000000000000000a" + "0000000000000014" + "000000000000000a" + "000000000000000e"
                + "000000000000000f";
        for (PgType type : new PgType[] {PG_SNAPSHOT, TXID_SNAPSHOT}) {
            Decoding.assertForms(type, new PgSnapshot(10, 20, List.of(10L, 14L, 15L)), binary, "10:20:10,14,15");
            Decoding.assertForms(
                    type, new PgSnapshot(10, 10, List.of()), "00000000" + "000000000000000a".repeat(2), "10:10:");
        }
    }

    static final List<PgType> OBJECT_NAMES = List.of(
            REGCLASS,
            PgTypes.REGCOLLATION,
            PgTypes.REGCONFIG,
            PgTypes.REGDICTIONARY,
            PgTypes.REGNAMESPACE,
            PgTypes.REGOPER,
            PgTypes.REGOPERATOR,
            PgTypes.REGPROC,
            PgTypes.REGPROCEDURE,
            PgTypes.REGROLE,
            REGTYPE);

    @ParameterizedTest
    @FieldSource("OBJECT_NAMES")
    void namesOfObjectsAreTextAndTheirNumbersBinary(PgType type) {
        assertThat(Decoding.fromText(type, "\"a b\"")).isEqualTo("\"a b\"");
        assertThat(Decoding.toText(type, "x")).isEqualTo("x");
        assertThat(BuiltinCodecs.REGISTRY.binary(type.oid())).isFalse();
        assertThat(Decoding.fromBinary(type, "ffffffff", Long.class)).isEqualTo(4_294_967_295L);
        assertThat(Decoding.fromText(type, "4294967295", Long.class)).isEqualTo(4_294_967_295L);
        assertThat(Decoding.fromText(type, "-", Long.class)).isZero();
        assertThat(Decoding.toBinary(type, 1_259L)).isEqualTo("000004eb");
        assertThat(Decoding.toText(type, 1_259L)).isEqualTo("1259");
    }

    @Test
    void aNameIsNoNumber() {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> Decoding.fromText(REGCLASS, "pg_class", Long.class))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.CANNOT_COERCE))
                .withMessageContaining("cast it to oid");
        for (long value : new long[] {-1, 1L << 32}) {
            assertThatExceptionOfType(PgCodecException.class)
                    .isThrownBy(() -> Decoding.encode(REGCLASS, value, Format.BINARY))
                    .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("badBinaries")
    void refusesBadBinary(PgType type, String hex) {
        Decoding.assertRefused(type, Decoding.hex(hex), Format.BINARY);
    }

    static Stream<Arguments> badBinaries() {
        return Stream.of(
                Arguments.of(PG_LSN, "00"),
                Arguments.of(PG_LSN, "000000000000000000"),
                Arguments.of(TID, "0000000000"),
                Arguments.of(PG_SNAPSHOT, ""),
                Arguments.of(PG_SNAPSHOT, "00000000" + "000000000000000a"),
                Arguments.of(PG_SNAPSHOT, "ffffffff" + "000000000000000a".repeat(2)),
                Arguments.of(PG_SNAPSHOT, "7fffffff" + "000000000000000a".repeat(2)),
                Arguments.of(PG_SNAPSHOT, "00000000" + "0000000000000000".repeat(2)),
                Arguments.of(PG_SNAPSHOT, "00000000" + "000000000000000b" + "000000000000000a"),
                Arguments.of(PG_SNAPSHOT, "00000001" + "000000000000000a" + "000000000000000b" + "0000000000000009"),
                Arguments.of(PG_SNAPSHOT, "00000001" + "000000000000000a" + "000000000000000b" + "000000000000000b"),
                Arguments.of(
                        PG_SNAPSHOT,
                        "00000002" + "000000000000000a" + "000000000000000c" + "000000000000000b".repeat(2)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("badTexts")
    void refusesBadText(PgType type, String text) {
        Decoding.assertRefused(type, Decoding.utf8(text), Format.TEXT);
    }

    static Stream<Arguments> badTexts() {
        return Stream.of(
                        texts(PG_LSN, "", "/", "0/", "/0", "0", "0/0/0", "123456789/0", "0/g", "-1/0", "0/٣"),
                        texts(
                                TID,
                                "",
                                "()",
                                "(0)",
                                "(,1)",
                                "(0,)",
                                "(0,1",
                                "0,1",
                                "(-1,1)",
                                "(4294967296,1)",
                                "(0,65536)"),
                        texts(TID, "(0,1)x", "(0,1,2)", "(99999999999999999999,1)", "(0,٣)"),
                        texts(PG_SNAPSHOT, "", ":", "::", "1:2", "1:2:,", "1:2:1,", "1:2:3", "2:1:", "0:1:", "1:3:2,1"),
                        texts(PG_SNAPSHOT, "1:9223372036854775808:", "1:3:2;1", "1:3:2:", "-1:3:"))
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> texts(PgType type, String... texts) {
        return Stream.of(texts).map(text -> Arguments.of(type, text));
    }
}
