package io.penstock.internal.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** How the server's bytes are cut on their way: what an exchange tells must not depend on it. */
enum Feeding {
    WHOLE {
        @Override
        List<byte[]> pieces(byte[] bytes, Random random) {
            return List.of(bytes);
        }
    },
    BYTE_BY_BYTE {
        @Override
        List<byte[]> pieces(byte[] bytes, Random random) {
            var pieces = new ArrayList<byte[]>();
            for (var b : bytes) {
                pieces.add(new byte[] {b});
            }
            return pieces;
        }
    },
    RANDOMLY_SPLIT {
        @Override
        List<byte[]> pieces(byte[] bytes, Random random) {
            var pieces = new ArrayList<byte[]>();
            for (var from = 0; from < bytes.length; ) {
                var to = Math.min(bytes.length, from + 1 + random.nextInt(20));
                pieces.add(Arrays.copyOfRange(bytes, from, to));
                from = to;
            }
            return pieces;
        }
    };

    abstract List<byte[]> pieces(byte[] bytes, Random random);
}
