package io.penstock.examples.shop.pool;

import io.penstock.jdbc.PenstockDataSource;
import org.springframework.boot.jdbc.metadata.AbstractDataSourcePoolMetadata;

/** A pool as Boot asks for it. */
final class PoolMetadata extends AbstractDataSourcePoolMetadata<PenstockDataSource> {

    PoolMetadata(PenstockDataSource pool) {
        super(pool);
    }

    @Override
    public Integer getActive() {
        return getDataSource().metrics().active();
    }

    @Override
    public Integer getIdle() {
        return getDataSource().metrics().idle();
    }

    @Override
    public Integer getMax() {
        return getDataSource().metrics().maxSize();
    }

    @Override
    public Integer getMin() {
        return getDataSource().metrics().minSize();
    }

    /** It asks for a sign of life by the protocol, without a query. */
    @Override
    public String getValidationQuery() {
        return null;
    }

    @Override
    public Boolean getDefaultAutoCommit() {
        return true;
    }
}
