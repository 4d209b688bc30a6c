package io.penstock.jdbc.internal.metadata;

import java.sql.DatabaseMetaData;

/** How much of everything there may be; 0 where there is no bound, or none that is known. */
interface SizeLimits extends DatabaseMetaData {

    @Override
    default boolean doesMaxRowSizeIncludeBlobs() {
        return false;
    }

    @Override
    default int getMaxBinaryLiteralLength() {
        return 0;
    }

    @Override
    default int getMaxCharLiteralLength() {
        return 0;
    }

    @Override
    default int getMaxColumnsInGroupBy() {
        return 0;
    }

    @Override
    default int getMaxColumnsInOrderBy() {
        return 0;
    }

    @Override
    default int getMaxColumnsInSelect() {
        return 0;
    }

    @Override
    default int getMaxColumnsInTable() {
        return 1600;
    }

    @Override
    default int getMaxConnections() {
        return 8192;
    }

    @Override
    default int getMaxIndexLength() {
        return 0;
    }

    @Override
    default long getMaxLogicalLobSize() {
        return 0;
    }

    @Override
    default int getMaxRowSize() {
        return 1073741824;
    }

    @Override
    default int getMaxStatementLength() {
        return 0;
    }

    @Override
    default int getMaxStatements() {
        return 0;
    }

    @Override
    default int getMaxTablesInSelect() {
        return 0;
    }
}
