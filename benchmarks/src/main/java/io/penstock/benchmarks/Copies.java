package io.penstock.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;

/** What is copied, in the text format. */
final class Copies {

    static final String IN = "copy filled from stdin";
    static final String OUT = "copy big to stdout";

    private static final int ROWS = 500_000;

    private Copies() {}

    interface Copying {
        void copy(InputStream data) throws Exception;
    }

    /** The same rows again and again, into an emptied table. */
    static byte[] data() {
        var text = new StringBuilder();
        for (var row = 0; row < ROWS; row++) {
            text.append(row)
                    .append('\t')
                    .append(row * 7L)
                    .append("\trow number ")
                    .append(row);
            text.append("\t2023-11-14 22:13:20+00\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    static Load in(Server server, Copying copying) throws Exception {
        var data = data();
        var truncate = DriverManager.getConnection(server.jdbcUrl("postgresql")).prepareStatement("truncate filled");
        return Load.once(() -> {
            truncate.execute();
            copying.copy(new ByteArrayInputStream(data));
            return data.length >> 10;
        });
    }
}
