package io.penstock.it.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Large objects as {@code Blob} and {@code Clob}, and what stands in for them in columns of other types. */
final class LobScenarios {

    private static final byte[] BYTES = "0123456789abcdefghij".getBytes(UTF_8);

    /** Something that is done with a large object of 20 bytes, in a transaction. */
    private record BlobUse(String name, Use use) {

        interface Use {

            Object of(Blob blob) throws Exception;
        }
    }

    private record ClobUse(String name, Use use) {

        interface Use {

            Object of(Clob clob) throws Exception;
        }
    }

    private LobScenarios() {}

    static Stream<Chapter> chapters() {
        return Stream.of(
                new Chapter(
                        "blobs", BLOB_USES.stream().map(LobScenarios::scenario).toList()),
                new Chapter(
                        "clobs", CLOB_USES.stream().map(LobScenarios::scenario).toList()),
                new Chapter("setting lobs", setting().toList()),
                new Chapter("lobs and transactions", transactions().toList()),
                new Chapter("lobs of other types", others().toList()));
    }

    // ---- what one can be asked

    private static final List<BlobUse> BLOB_USES = List.of(
            new BlobUse("length", Blob::length),
            new BlobUse("all bytes", blob -> blob.getBytes(1, 20)),
            new BlobUse("some bytes", blob -> blob.getBytes(5, 3)),
            new BlobUse("bytes beyond the end", blob -> blob.getBytes(18, 10)),
            new BlobUse("bytes behind the end", blob -> blob.getBytes(100, 10)),
            new BlobUse("no bytes", blob -> blob.getBytes(1, 0)),
            new BlobUse("bytes at 0", blob -> blob.getBytes(0, 1)),
            new BlobUse("bytes at -1", blob -> blob.getBytes(-1, 1)),
            new BlobUse("-1 bytes", blob -> blob.getBytes(1, -1)),
            new BlobUse("position of bytes", blob -> blob.position("abc".getBytes(UTF_8), 1)),
            new BlobUse("position at the start", blob -> blob.position("012".getBytes(UTF_8), 1)),
            new BlobUse("position at the end", blob -> blob.position("ij".getBytes(UTF_8), 1)),
            new BlobUse("position from behind", blob -> blob.position("abc".getBytes(UTF_8), 12)),
            new BlobUse("position of nothing there", blob -> blob.position("abx".getBytes(UTF_8), 1)),
            new BlobUse("position from 0", blob -> blob.position("abc".getBytes(UTF_8), 0)),
            new BlobUse("position of a blob", blob -> blob.position(blob, 1)),
            new BlobUse("stream", blob -> blob.getBinaryStream().readAllBytes()),
            new BlobUse("stream of a part", blob -> blob.getBinaryStream(11, 5).readAllBytes()),
            new BlobUse(
                    "stream of too much", blob -> blob.getBinaryStream(11, 50).readAllBytes()),
            new BlobUse("stream byte by byte", blob -> {
                try (var stream = blob.getBinaryStream()) {
                    return List.of(stream.read(), stream.read(), stream.skip(5), stream.read());
                }
            }),
            new BlobUse("stream marked", blob -> {
                try (var stream = blob.getBinaryStream()) {
                    stream.readNBytes(3);
                    return stream.markSupported();
                }
            }),
            new BlobUse("set bytes", blob -> List.of(blob.setBytes(5, "XYZ".getBytes(UTF_8)), text(blob))),
            new BlobUse(
                    "set some of the bytes",
                    blob -> List.of(blob.setBytes(1, "UVWXYZ".getBytes(UTF_8), 2, 3), text(blob))),
            new BlobUse(
                    "set bytes over the end", blob -> List.of(blob.setBytes(19, "XYZ".getBytes(UTF_8)), text(blob))),
            new BlobUse("set bytes at 0", blob -> blob.setBytes(0, new byte[1])),
            new BlobUse("write by a stream", blob -> {
                try (var stream = blob.setBinaryStream(3)) {
                    stream.write('!');
                    stream.write("??".getBytes(UTF_8));
                }
                return text(blob);
            }),
            new BlobUse("write by a stream at 0", blob -> blob.setBinaryStream(0)),
            new BlobUse("write by a stream, bit by bit", blob -> {
                try (var stream = blob.setBinaryStream(19)) {
                    stream.write("abc".getBytes(UTF_8));
                    stream.flush();
                    stream.write('!');
                }
                return text(blob);
            }),
            new BlobUse("write by a stream that is closed", blob -> {
                var stream = blob.setBinaryStream(1);
                stream.close();
                stream.write(1);
                return text(blob);
            }),
            new BlobUse("write behind the end", blob -> List.of(blob.setBytes(25, new byte[] {7}), blob.length())),
            new BlobUse("set no bytes", blob -> List.of(blob.setBytes(1, new byte[0]), text(blob))),
            new BlobUse("stream that is closed", blob -> {
                var stream = blob.getBinaryStream();
                stream.close();
                return stream.read();
            }),
            new BlobUse("stream reset", blob -> {
                try (var stream = blob.getBinaryStream()) {
                    stream.mark(100);
                    stream.readNBytes(3);
                    stream.reset();
                    return stream.read();
                }
            }),
            new BlobUse("stream of nothing", blob -> blob.getBinaryStream(5, 0).read()),
            new BlobUse("truncate, then read", blob -> {
                blob.truncate(3);
                return blob.getBytes(1, 10);
            }),
            new BlobUse("truncate", blob -> {
                blob.truncate(5);
                return text(blob);
            }),
            new BlobUse("truncate to more", blob -> {
                blob.truncate(25);
                return blob.length();
            }),
            new BlobUse("truncate to less than nothing", blob -> {
                blob.truncate(-1);
                return blob.length();
            }),
            new BlobUse("used when freed", blob -> {
                blob.free();
                return blob.length();
            }),
            new BlobUse("freed twice", blob -> {
                blob.free();
                blob.free();
                return "freed";
            }),
            new BlobUse("stream when freed", blob -> {
                blob.free();
                return blob.getBinaryStream();
            }));

    private static String text(Blob blob) throws SQLException {
        return new String(blob.getBytes(1, (int) blob.length()), UTF_8);
    }

    private static Scenario scenario(BlobUse use) {
        return new Scenario("blob " + use.name(), (connection, seen) -> {
            fill(connection);
            inLob(connection, (statement, result) -> {
                var blob = result.getBlob(1);
                seen.see(use.name(), () -> use.use().of(blob));
            });
            seen.see("commit", () -> {
                connection.commit();
                return "committed";
            });
            try (var statement = connection.createStatement()) {
                seen.seeRows("then", statement.executeQuery("select lo_get(data) from lob"));
            }
            unlink(connection);
        });
    }

    private static final List<ClobUse> CLOB_USES = List.of(
            new ClobUse("length", Clob::length),
            new ClobUse("substring", clob -> clob.getSubString(5, 3)),
            new ClobUse("substring beyond the end", clob -> clob.getSubString(18, 10)),
            new ClobUse("substring at 0", clob -> clob.getSubString(0, 1)),
            new ClobUse("reader", clob -> {
                try (var reader = clob.getCharacterStream()) {
                    var chars = new char[30];
                    return new String(chars, 0, reader.read(chars));
                }
            }),
            new ClobUse("reader of a part", clob -> clob.getCharacterStream(1, 3)),
            new ClobUse("stream", clob -> clob.getAsciiStream().readAllBytes()),
            new ClobUse("position of a text", clob -> clob.position("abc", 1)),
            new ClobUse("position of a clob", clob -> clob.position(clob, 1)),
            new ClobUse("set a text", clob -> clob.setString(1, "x")),
            new ClobUse("set a part", clob -> clob.setString(1, "xyz", 1, 1)),
            new ClobUse("write by a stream", clob -> clob.setAsciiStream(1)),
            new ClobUse("write by a writer", clob -> clob.setCharacterStream(1)),
            new ClobUse("truncate", clob -> {
                clob.truncate(5);
                return clob.length();
            }),
            new ClobUse("used when freed", clob -> {
                clob.free();
                return clob.length();
            }));

    private static Scenario scenario(ClobUse use) {
        return new Scenario("clob " + use.name(), (connection, seen) -> {
            fill(connection);
            inLob(connection, (statement, result) -> {
                var clob = result.getClob(1);
                seen.see(use.name(), () -> use.use().of(clob));
            });
            connection.rollback();
            unlink(connection);
        });
    }

    // ---- setting them

    private interface Setter {

        void set(java.sql.PreparedStatement statement) throws Exception;
    }

    private static Scenario set(String name, String column, Setter setter) {
        return new Scenario("set " + name, (connection, seen) -> {
            make(connection);
            connection.setAutoCommit(false);
            try (var insert = connection.prepareStatement("insert into lob (id, " + column + ") values (1, ?)")) {
                seen.see("set", () -> {
                    setter.set(insert);
                    return insert.executeUpdate();
                });
            }
            seen.see("commit", () -> {
                connection.commit();
                return "committed";
            });
            try (var statement = connection.createStatement()) {
                seen.seeRows("then", statement.executeQuery("select lo_get(data), bytes, body from lob"));
            }
            unlink(connection);
        });
    }

    private static Stream<Scenario> setting() {
        return Stream.of(
                set("a stream", "data", s -> s.setBlob(1, new ByteArrayInputStream(BYTES))),
                set("a stream of a length", "data", s -> s.setBlob(1, new ByteArrayInputStream(BYTES), 5)),
                set("a stream of too long a length", "data", s -> s.setBlob(1, new ByteArrayInputStream(BYTES), 50)),
                set("a stream of length -1", "data", s -> s.setBlob(1, new ByteArrayInputStream(BYTES), -1)),
                set("no stream", "data", s -> s.setBlob(1, (java.io.InputStream) null)),
                set("no blob", "data", s -> s.setBlob(1, (Blob) null)),
                set("no clob", "data", s -> s.setClob(1, (Clob) null)),
                set("a null", "data", s -> s.setNull(1, Types.BLOB)),
                set("a null clob", "data", s -> s.setNull(1, Types.CLOB)),
                set("an object stream", "data", s -> s.setObject(1, new ByteArrayInputStream(BYTES), Types.BLOB)),
                set("an object of bytes", "data", s -> s.setObject(1, BYTES, Types.BLOB)),
                set("an object text", "data", s -> s.setObject(1, "text", Types.CLOB)));
    }

    // ---- transactions

    private static Stream<Scenario> transactions() {
        return Stream.of(
                new Scenario("lob in autocommit", (connection, seen) -> {
                    fill(connection);
                    connection.commit();
                    connection.setAutoCommit(true);
                    inLob(connection, (statement, result) -> {
                        seen.see("get", () -> result.getBlob(1) == null);
                        seen.see("length", () -> result.getBlob(1).length());
                        seen.see("clob", () -> result.getClob(1).length());
                    });
                    try (var insert = connection.prepareStatement("insert into lob (id, data) values (2, ?)")) {
                        seen.see("set", () -> {
                            insert.setBlob(1, new ByteArrayInputStream(BYTES));
                            return insert.executeUpdate();
                        });
                    }
                    unlink(connection);
                }),
                new Scenario("lob in a readonly transaction", (connection, seen) -> {
                    fill(connection);
                    connection.commit();
                    connection.setReadOnly(true);
                    inLob(connection, (statement, result) -> {
                        seen.see("length", () -> result.getBlob(1).length());
                    });
                    connection.rollback();
                    connection.setReadOnly(false);
                    unlink(connection);
                }),
                new Scenario("lob that is written in a readonly transaction", (connection, seen) -> {
                    fill(connection);
                    connection.commit();
                    connection.setReadOnly(true);
                    inLob(connection, (statement, result) -> {
                        seen.see("write", () -> result.getBlob(1).setBytes(1, new byte[1]));
                    });
                    connection.rollback();
                    connection.setReadOnly(false);
                    unlink(connection);
                }),
                new Scenario("lob whose changes are rolled back", (connection, seen) -> {
                    fill(connection);
                    connection.commit();
                    inLob(connection, (statement, result) -> {
                        result.getBlob(1).setBytes(1, "changed".getBytes(UTF_8));
                        connection.rollback();
                        seen.seeRows("then", statement.executeQuery("select lo_get(data) from lob"));
                    });
                    unlink(connection);
                }),
                new Scenario("lob that is unlinked meanwhile", (connection, seen) -> {
                    fill(connection);
                    inLob(connection, (statement, result) -> {
                        var blob = result.getBlob(1);
                        connection.createStatement().execute("select lo_unlink(data) from lob");
                        seen.see("length", blob::length);
                        seen.see("next", () -> connection.createStatement().execute("select 1"));
                    });
                    connection.rollback();
                }),
                new Scenario("lob of a transaction before", (connection, seen) -> {
                    fill(connection);
                    connection.commit();
                    inLob(connection, (statement, result) -> {
                        connection.commit();
                        seen.see(
                                "handle made behind it", () -> result.getBlob(1).length());
                        connection.commit();
                        seen.see("bytes", () -> result.getBlob(1).getBytes(1, 3));
                    });
                    unlink(connection);
                }),
                new Scenario("lobs of a batch", (connection, seen) -> {
                    make(connection);
                    connection.setAutoCommit(false);
                    try (var insert = connection.prepareStatement("insert into lob (id, data) values (?, ?)")) {
                        for (var id = 1; id < 4; id++) {
                            insert.setInt(1, id);
                            insert.setBlob(2, new ByteArrayInputStream(BYTES, id, 4));
                            insert.addBatch();
                        }
                        seen.see("counts", insert::executeBatch);
                    }
                    connection.commit();
                    try (var statement = connection.createStatement()) {
                        seen.seeRows("then", statement.executeQuery("select id, lo_get(data) from lob order by id"));
                    }
                    unlink(connection);
                }),
                new Scenario("lob in two handles", (connection, seen) -> {
                    fill(connection);
                    try (var statement = connection.createStatement();
                            var result = statement.executeQuery("select data, data from lob")) {
                        result.next();
                        var one = result.getBlob(1);
                        var other = result.getBlob(2);
                        one.setBytes(1, "AB".getBytes(UTF_8));
                        seen.see("other", () -> other.getBytes(1, 4));
                        other.truncate(3);
                        seen.see("one", one::length);
                        seen.see("equal", () -> one.equals(other));
                    }
                    connection.commit();
                    unlink(connection);
                }),
                new Scenario("lob that is not there", (connection, seen) -> {
                    connection.setAutoCommit(false);
                    try (var statement = connection.createStatement();
                            var result = statement.executeQuery("select 999999999::oid")) {
                        result.next();
                        seen.see("length", () -> result.getBlob(1).length());
                    }
                    seen.see("next", () -> connection.createStatement().executeQuery("select 1"));
                    connection.rollback();
                }),
                new Scenario("blob that is set again", (connection, seen) -> {
                    fill(connection);
                    try (var statement = connection.createStatement();
                            var result = statement.executeQuery("select data from lob");
                            var update = connection.prepareStatement("update lob set data = ?")) {
                        result.next();
                        update.setBlob(1, result.getBlob(1));
                        seen.see("update", update::executeUpdate);
                        seen.seeRows("same", statement.executeQuery("select lo_get(data) from lob"));
                    }
                    connection.commit();
                    unlink(connection);
                }));
    }

    // ---- columns of other types

    private static Scenario other(String name, String sql, Observed observed) {
        return new Scenario("lob of " + name, (connection, seen) -> {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement();
                    var result = statement.executeQuery(sql)) {
                result.next();
                seen.see(name, () -> observed.in(result));
            }
            connection.rollback();
        });
    }

    private interface Observed {

        Object in(java.sql.ResultSet result) throws Exception;
    }

    private static Stream<Scenario> others() {
        return Stream.of(
                other("text as a blob", "select 'abc'::text", r -> r.getBlob(1)),
                other("null", "select null::oid", r -> r.getBlob(1)),
                other("null clob", "select null::oid", r -> r.getClob(1)),
                other("oid as an object", "select 12::oid", r -> r.getObject(1)),
                other("composite", "select s from sample s", r -> r.getString(1)));
    }

    // ---- what they are done with

    private static void make(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("create table lob (id int primary key, data oid, bytes bytea, body text)");
        }
    }

    private static void fill(Connection connection) throws SQLException {
        make(connection);
        connection.setAutoCommit(false);
        try (var insert = connection.prepareStatement("insert into lob (id, data) values (1, lo_from_bytea(0, ?))")) {
            insert.setBytes(1, Arrays.copyOf(BYTES, BYTES.length));
            insert.executeUpdate();
        }
    }

    /** What is done at the row of the one large object. */
    private interface AtLob {

        void done(Statement statement, ResultSet result) throws Exception;
    }

    private static void inLob(Connection connection, AtLob doing) throws Exception {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery("select data from lob")) {
            result.next();
            doing.done(statement, result);
        }
    }

    /** Large objects outlive the tables that name them. */
    private static void unlink(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        try (var statement = connection.createStatement()) {
            statement.execute("select lo_unlink(data) from lob where data is not null");
        }
    }
}
