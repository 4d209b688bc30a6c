package io.penstock.it.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import javax.transaction.xa.Xid;

/** An identifier as a transaction manager makes it. */
record BranchXid(String name) implements Xid {

    private static final int FORMAT = 1_347_375_700;

    @Override
    public int getFormatId() {
        return FORMAT;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return name.getBytes(UTF_8);
    }

    @Override
    public byte[] getBranchQualifier() {
        return "branch".getBytes(UTF_8);
    }
}
