package io.penstock.jdbc.internal.pooled;

import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/**
 * The identifier by which the server knows a prepared transaction: the parts of an {@link Xid}, as pgjdbc writes them, so that either driver recovers what the other has left.
 *
 * <pre>
 *   format id _ global transaction id in Base64 _ branch qualifier in Base64
 * </pre>
 *
 * <p>It has digits, letters and {@code + / = _ -} alone, so it can stand in a literal. With the longest parts that an Xid may have it is 189 characters at the most; the server
 * takes fewer than 200.
 */
record Gid(int formatId, String globalId, String qualifier) {

    private static final Pattern OWN = Pattern.compile("(-?\\d{1,10})_([A-Za-z0-9+/=]*)_([A-Za-z0-9+/=]*)");

    static Gid of(Xid xid) {
        var encoder = Base64.getEncoder();
        return new Gid(
                xid.getFormatId(),
                encoder.encodeToString(xid.getGlobalTransactionId()),
                encoder.encodeToString(xid.getBranchQualifier()));
    }

    /** Of one that the server tells; null where it is not of this form, and so another's. */
    static @Nullable Xid parse(String text) {
        var own = OWN.matcher(text);
        if (!own.matches()) {
            return null;
        }
        try {
            var decoder = Base64.getDecoder();
            return new RecoveredXid(
                    Integer.parseInt(own.group(1)), decoder.decode(own.group(2)), decoder.decode(own.group(3)));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    String literal() {
        return "'" + formatId + "_" + globalId + "_" + qualifier + "'";
    }

    /** An Xid as it was. */
    private record RecoveredXid(int formatId, byte[] globalId, byte[] qualifier) implements Xid {

        @Override
        public int getFormatId() {
            return formatId;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return globalId.clone();
        }

        @Override
        public byte[] getBranchQualifier() {
            return qualifier.clone();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Xid xid
                    && formatId == xid.getFormatId()
                    && Arrays.equals(globalId, xid.getGlobalTransactionId())
                    && Arrays.equals(qualifier, xid.getBranchQualifier());
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(globalId) * 31 + Arrays.hashCode(qualifier) + formatId;
        }
    }
}
