package io.penstock;

import static io.penstock.testing.ScriptedClient.await;
import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.codec.Format;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.error.PgCodecException;
import io.penstock.internal.wire.FrontendMessage;
import io.penstock.internal.wire.WireFormat;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;
import io.penstock.testing.ServerMessage;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Values that lie, in frames that do not (reliability.md, row 36): an error of that column alone. The columns beside it can be
 * read, and the next question on the connection is answered.
 */
class ScriptedHostileValueTest {

    private static final int DEEP = 10_000;

    /**
     * One column's worth of malice.
     *
     * @param value in the form that the test asks for
     */
    private record Hostile(String what, PgType type, byte[] value) {}

    private static final List<Hostile> BINARIES = List.of(
            hostile("a short int4", PgTypes.INT4, "0000"),
            hostile("a long int4", PgTypes.INT4, "0000000000"),
            hostile("half a uuid", PgTypes.UUID, "0001020304050607"),
            hostile("half a timestamp", PgTypes.TIMESTAMPTZ, "00000000"),
            hostile("a numeric with 65,535 groups that are not there", PgTypes.NUMERIC, "ffff000000000000"),
            hostile("a numeric with a group of 10,000", PgTypes.NUMERIC, "00010000000000002710"),
            hostile("a numeric without its last group", PgTypes.NUMERIC, "0002000000000000" + "0001"),
            hostile("text that is no UTF-8", PgTypes.TEXT, "ff"),
            hostile("jsonb of version 2", PgTypes.JSONB, "027b7d"),
            hostile("an inet of 255 bytes", PgTypes.INET, "022000ff"),
            hostile("bits that are not there", PgTypes.VARBIT, "7fffffff00"),
            hostile("bits of negative length", PgTypes.VARBIT, "ffffffff00"),
            hostile("a path of 2^31-1 points", PgTypes.PATH, "017fffffff" + "00".repeat(16)),
            hostile("a polygon of -1 points", PgTypes.POLYGON, "ffffffff"),
            hostile("an array of 2^31-1 elements", PgTypes.INT4_ARRAY, array(23, 0x7fff_ffff) + "0000000400000001"),
            hostile(
                    "an array of 2^186 elements",
                    PgTypes.INT4_ARRAY,
                    "000000060000000000000017" + "7fffffff00000001".repeat(6)),
            hostile(
                    "an array of 10,000 dimensions",
                    PgTypes.INT4_ARRAY,
                    "000027100000000000000017" + "0000000100000001".repeat(DEEP)),
            hostile("an array of -1 dimensions", PgTypes.INT4_ARRAY, "ffffffff0000000000000017"),
            hostile("an array of other elements", PgTypes.INT4_ARRAY, array(25, 1) + "0000000100"),
            hostile("an element longer than the array", PgTypes.TEXT_ARRAY, array(25, 1) + "7fffffff61"),
            hostile("an element of length -2", PgTypes.TEXT_ARRAY, array(25, 1) + "fffffffe"),
            hostile("an array with a truncated element", PgTypes.INT8_ARRAY, array(20, 1) + "0000000800000000"),
            hostile("a range without its bounds", PgTypes.INT4RANGE, "02"),
            hostile("a range with a bound that is longer than it", PgTypes.INT4RANGE, "02" + "7fffffff00000001"),
            hostile("a range with a bound of length -1", PgTypes.INT4RANGE, "02" + "ffffffff"),
            hostile("a multirange of 2^31-1 ranges", PgTypes.INT4MULTIRANGE, "7fffffff" + "0000000101"),
            hostile("a multirange of -1 ranges", PgTypes.INT4MULTIRANGE, "ffffffff"));

    private static final List<Hostile> TEXTS = List.of(
            text("a number with a comma", PgTypes.INT4, "1,000"),
            text("a number of 200,000 digits", PgTypes.NUMERIC, "1".repeat(200_000)),
            text("a date in another style", PgTypes.DATE, "02/29/2024"),
            text("half a uuid", PgTypes.UUID, "a0eebc99-9c0b"),
            text("bytea without its last digit", PgTypes.BYTEA, "\\xabc"),
            text("braces 10,000 deep", PgTypes.INT4_ARRAY, "{".repeat(DEEP) + "1" + "}".repeat(DEEP)),
            text("braces that are not closed", PgTypes.INT4_ARRAY, "{".repeat(DEEP)),
            text("an array that does not end", PgTypes.TEXT_ARRAY, "{\"a"),
            text("an array with bounds that lie", PgTypes.INT4_ARRAY, "[1:2147483647]={1}"),
            text("a range 10,000 deep", PgTypes.INT4RANGE, "[".repeat(DEEP) + "1,2" + "]".repeat(DEEP)),
            text("half a range", PgTypes.INT4RANGE, "[1,"),
            text("a multirange 10,000 deep", PgTypes.INT4MULTIRANGE, "{".repeat(DEEP) + "[1,2)" + "}".repeat(DEEP)),
            text("a path 10,000 deep", PgTypes.PATH, "(".repeat(DEEP) + "0,0" + ")".repeat(DEEP)),
            text("a point without its end", PgTypes.POINT, "(1,"),
            text("an interval of the wrong words", PgTypes.INTERVAL, "1 fortnight"),
            text("an address of five parts", PgTypes.INET, "1.2.3.4.5"));

    private static Hostile hostile(String what, PgType type, String hex) {
        return new Hostile(what, type, HexFormat.of().parseHex(hex));
    }

    private static Hostile text(String what, PgType type, String text) {
        return new Hostile(what, type, text.getBytes(UTF_8));
    }

    /** The head of an array of one dimension. */
    private static String array(int elementOid, int length) {
        return String.format("0000000100000000%08x%08x00000001", elementOid, length);
    }

    @Test
    void failsOneColumnInBinary() {
        try (var play = ScriptedClient.of(server(BINARIES))) {
            var connection = play.connect();
            for (int i = 0; i < BINARIES.size(); i++) {
                await(connection.query("case " + i)); // learns the columns, so that the next one asks for binary
                assertOneColumnFails(connection, i, BINARIES.get(i), Format.BINARY);
            }
        }
    }

    @Test
    void failsOneColumnInText() {
        try (var play = ScriptedClient.of(server(TEXTS))) {
            var connection = play.connect();
            for (int i = 0; i < TEXTS.size(); i++) {
                assertOneColumnFails(connection, i, TEXTS.get(i), Format.TEXT);
            }
        }
    }

    private static void assertOneColumnFails(PgConnection connection, int number, Hostile hostile, Format format) {
        Row row = await(connection.query("case " + number)).single();
        assertThat(row.columns().get(1).format()).as(hostile.what()).isEqualTo(format);
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatExceptionOfType(PgCodecException.class)
                    .as(hostile.what())
                    .isThrownBy(() -> row.get(1))
                    .withMessageContaining("column 1 \"bad\"");
            assertThatExceptionOfType(PgCodecException.class)
                    .as(hostile.what() + " as text")
                    .isThrownBy(() -> row.getString(1));
        }
        assertThat(row.getInt(0)).isEqualTo(number);
        assertThat(row.getString(2)).isEqualTo("case " + number);
        assertThat(await(connection.query("nonce " + number)).single().getString(2))
                .isEqualTo("nonce " + number);
    }

    private static Script server(List<Hostile> cases) {
        var liar = new Liar(cases);
        return Script.named("values that lie").acceptStartup().serve("rows", liar::answer);
    }

    /** Answers {@code case N} with the N-th value between two honest ones. Confined to the connection's thread. */
    private static final class Liar {
        private final List<Hostile> cases;
        private String sql = "";
        private boolean binary;

        Liar(List<Hostile> cases) {
            this.cases = cases;
        }

        List<ServerMessage> answer(FrontendMessage message) {
            if (message instanceof FrontendMessage.Parse parse) {
                sql = parse.sql();
                return List.of(parseComplete());
            }
            if (message instanceof FrontendMessage.Describe) {
                int type = sql.startsWith("case") ? hostile().type().oid() : PgTypes.TEXT.oid();
                return List.of(
                        parameterDescription(),
                        rowDescription(column("n", PgTypes.INT4.oid()), column("bad", type), column("sql", 25)));
            }
            if (message instanceof FrontendMessage.Bind bind) {
                binary = bind.resultFormats().contains(WireFormat.BINARY);
                return List.of(bindComplete());
            }
            if (message instanceof FrontendMessage.Execute) {
                return List.of(row(), commandComplete("SELECT 1"));
            }
            return message instanceof FrontendMessage.Sync ? List.of(readyForQuery()) : List.of();
        }

        private Hostile hostile() {
            return cases.get(number());
        }

        private int number() {
            return Integer.parseInt(sql.substring(sql.indexOf(' ') + 1));
        }

        private ServerMessage row() {
            byte[] n = binary
                    ? ByteBuffer.allocate(Integer.BYTES).putInt(number()).array()
                    : Integer.toString(number()).getBytes(UTF_8);
            byte[] bad = sql.startsWith("case") ? hostile().value() : new byte[0];
            return dataRow(new byte[][] {n, bad, sql.getBytes(UTF_8)});
        }
    }
}
