package io.penstock.benchmarks;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.UUID;

/** The least that a blocking client can do for a workload. */
final class FloorLoads {

    private static final long EPOCH_2000 = 946_684_800L;

    private FloorLoads() {}

    static Load of(Workload workload, Server server) throws Exception {
        var socket = SocketFloor.connect(server);
        return switch (workload) {
            case W1 -> Callers.one(socket.select());
            case W1V -> Callers.virtual(1, socket.select());
            case W3 -> pipelined(socket);
            case W3B -> oneSync(socket);
            case W4 -> Load.once(() -> socket.scan(FloorLoads::decode));
            case W1A, W2, W2V, W2A, W4S, W5, W6_IN, W6_OUT, MEMORY -> throw Contender.absent(workload);
        };
    }

    /** A window of so many, each with its Sync: what has been answered is sent anew in one write. */
    private static Load pipelined(SocketFloor socket) throws Exception {
        var random = new Random(42);
        return (nanos, latencies) -> {
            var end = System.nanoTime() + nanos;
            var count = 0L;
            socket.send(Workload.IN_FLIGHT, random);
            for (var now = System.nanoTime(); now - end < 0; ) {
                var answered = socket.readSome();
                socket.send(answered, random);
                count += answered;
                var after = System.nanoTime();
                latencies.add(after - now);
                now = after;
            }
            for (var left = Workload.IN_FLIGHT; left > 0; ) {
                left -= socket.readSome();
            }
            return count;
        };
    }

    private static Load oneSync(SocketFloor socket) throws Exception {
        var random = new Random(42);
        return (nanos, latencies) -> {
            var end = System.nanoTime() + nanos;
            var count = 0L;
            for (var now = System.nanoTime(); now - end < 0; count += Workload.IN_FLIGHT) {
                socket.sendTogether(Workload.IN_FLIGHT, random);
                socket.readToReady();
                var after = System.nanoTime();
                latencies.add(after - now);
                now = after;
            }
            return count;
        };
    }

    /** The columns of the scan, by hand. */
    private static long decode(ByteBuffer row) {
        row.getShort();
        row.getInt();
        var id = row.getInt();
        row.getInt();
        var a = row.getLong();
        row.getInt();
        var b = row.getDouble();
        row.getInt();
        var c = numeric(row);
        var text = new byte[row.getInt()];
        row.get(text);
        var d = new String(text, StandardCharsets.UTF_8);
        row.getInt();
        var micros = row.getLong();
        var e = OffsetDateTime.ofInstant(
                Instant.ofEpochSecond(
                        EPOCH_2000 + Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L),
                ZoneOffset.UTC);
        row.getInt();
        var f = new UUID(row.getLong(), row.getLong());
        return id + a + (long) b + c.scale() + d.length() + e.getNano() + f.version();
    }

    private static BigDecimal numeric(ByteBuffer row) {
        var digits = row.getShort();
        var weight = row.getShort();
        row.getShort();
        var scale = row.getShort();
        var unscaled = 0L;
        for (var i = 0; i < digits; i++) {
            unscaled = unscaled * 10_000 + row.getShort();
        }
        for (var i = 4 * (digits - 1 - weight); i < scale; i++) {
            unscaled *= 10;
        }
        for (var i = 4 * (digits - 1 - weight); i > scale; i--) {
            unscaled /= 10;
        }
        return BigDecimal.valueOf(unscaled, scale);
    }
}
