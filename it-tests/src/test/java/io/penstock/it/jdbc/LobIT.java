package io.penstock.it.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Large objects, and what stands in for them, where pgjdbc refuses or where it is about size. */
@PostgresTest
class LobIT {

    private static final int LARGE = 3_000_000;

    private final PostgresServer server;
    private Connection connection;

    LobIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = new JdbcServer(server).connect();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("create temporary table lob (data oid, bytes bytea, body text)");
        }
    }

    @AfterEach
    void rollBack() throws SQLException {
        connection.rollback();
        connection.close();
    }

    private interface Setter {

        void set(PreparedStatement statement) throws SQLException;
    }

    private interface Getter<T> {

        T get(ResultSet result) throws Exception;
    }

    private void insert(String column, Setter setter) throws SQLException {
        try (var insert = connection.prepareStatement("insert into lob (" + column + ") values (?)")) {
            setter.set(insert);
            insert.executeUpdate();
        }
    }

    private <T> T read(String sql, Getter<T> getter) throws Exception {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return getter.get(result);
        }
    }

    /** Bytes of which each says where it is; none of them is held. */
    private static InputStream counting(int length) {
        return new InputStream() {
            private int next;

            @Override
            public int read() {
                return next == length ? -1 : next++ * 31 & 0xFF;
            }
        };
    }

    @Test
    void copiesAStreamOfMegabytesThereAndBack() throws Exception {
        insert("data", s -> s.setBlob(1, counting(LARGE)));

        var isSame = read("select data from lob", r -> {
            try (var stream = r.getBlob(1).getBinaryStream()) {
                return Arrays.equals(counting(LARGE).readAllBytes(), stream.readAllBytes());
            }
        });

        assertThat(isSame).isTrue();
    }

    @Test
    void findsAPatternThatLiesOverTheEndOfAChunk() throws Exception {
        var bytes = new byte[300_000];
        var pattern = "needle".getBytes(UTF_8);
        System.arraycopy(pattern, 0, bytes, 128 * 1_024 - 3, pattern.length);
        insert("data", s -> s.setBlob(1, new ByteArrayInputStream(bytes)));

        var position = read("select data from lob", r -> r.getBlob(1).position(pattern, 100));

        assertThat(position).isEqualTo(128 * 1_024 - 3 + 1);
    }

    @Test
    void isAHandleThatOutlivesItsTransaction() throws Exception {
        insert("data", s -> s.setBlob(1, counting(10)));
        var blob = read("select data from lob", r -> r.getBlob(1));
        connection.commit();

        assertThat(blob.length()).isEqualTo(10);

        read("select lo_unlink(data) from lob", r -> r.getInt(1));
        connection.commit();
    }

    @Test
    void putsABlobIntoAColumnOfBytes() throws Exception {
        insert("bytes", s -> s.setBlob(1, new ByteArrayInputStream("abc".getBytes(UTF_8))));

        var blob = read("select bytes from lob", r -> r.getBlob(1));

        assertThat(blob.getBytes(2, 2)).asString(UTF_8).isEqualTo("bc");
    }

    @Test
    void putsAClobIntoAColumnOfText() throws Exception {
        insert("body", s -> s.setClob(1, new StringReader("grün"), 3));

        Clob clob = read("select body from lob", r -> r.getNClob(1));

        assertThat(clob.getSubString(1, 10)).isEqualTo("grü");
        assertThat(clob.length()).isEqualTo(3);
    }

    @Test
    void putsATextIntoALargeObjectWhereOneIsWanted() throws Exception {
        insert("data", s -> s.setClob(1, new StringReader("grün")));

        var text = read("select data from lob", r -> {
            try (var reader = r.getClob(1).getCharacterStream()) {
                var chars = new char[10];
                return new String(chars, 0, reader.read(chars));
            }
        });

        assertThat(text).isEqualTo("grün");
    }

    @Test
    void fillsABlobOfItsOwnBeforeItIsSent() throws Exception {
        var blob = connection.createBlob();
        blob.setBytes(1, "abcdef".getBytes(UTF_8));
        blob.setBytes(3, "CD".getBytes(UTF_8));
        try (var stream = blob.setBinaryStream(7)) {
            stream.write("gh".getBytes(UTF_8));
        }
        blob.truncate(7);

        insert("data", s -> s.setBlob(1, blob));

        var stored = read("select lo_get(data) from lob", r -> r.getBytes(1));
        assertThat(stored).asString(UTF_8).isEqualTo("abCDefg");
        assertThat(blob.position("ef".getBytes(UTF_8), 2)).isEqualTo(5);
    }

    @Test
    void fillsAClobOfItsOwnBeforeItIsSent() throws Exception {
        var clob = connection.createNClob();
        clob.setString(1, "abcdef");
        try (var writer = clob.setCharacterStream(3)) {
            writer.write("CD");
        }

        insert("body", s -> s.setObject(1, clob));

        var stored = read("select body from lob", r -> r.getString(1));
        assertThat(stored).isEqualTo("abCDef");
        assertThat(clob.position("De", 1)).isEqualTo(4);
        clob.free();
        assertThatThrownBy(clob::length).isInstanceOf(SQLException.class).hasMessageContaining("freed");
    }

    @Test
    void findsARowByItsPlace() throws Exception {
        insert("body", s -> s.setString(1, "here"));
        var place = read("select ctid from lob", r -> r.getRowId(1));

        try (var select = connection.prepareStatement("select body from lob where ctid = ?")) {
            select.setRowId(1, place);
            try (var result = select.executeQuery()) {
                result.next();
                assertThat(result.getString(1)).isEqualTo("here");
            }
        }
    }

    @Test
    void tellsAStreamOfWhatTheServerRefuses() throws Exception {
        Blob missing = read("select 999999999::oid", r -> r.getBlob(1));

        assertThatThrownBy(() -> missing.getBinaryStream().read())
                .isInstanceOf(IOException.class)
                .cause()
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42704"));
    }
}
