package io.penstock.examples.shop.pool;

import io.penstock.config.PoolOptions;
import io.penstock.jdbc.PenstockDataSource;
import io.penstock.observe.micrometer.PenstockMetrics;
import java.sql.SQLException;
import java.util.Properties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The three beans that make it so. */
@Configuration(proxyBeanMethods = false)
class OwnPool {

    @Bean
    PenstockDataSource dataSource(DataSourceProperties properties) throws SQLException {
        var login = new Properties();
        login.setProperty("user", properties.determineUsername());
        var password = properties.determinePassword();
        if (password != null) {
            login.setProperty("password", password);
        }
        var size = PoolOptions.builder().name("orders").maxSize(8).build();
        return PenstockDataSource.of(properties.determineUrl(), login, size);
    }

    /** {@code hikaricp.connections.*} and all of Penstock's own: Boot binds whatever is a {@code MeterBinder}. */
    @Bean
    PenstockMetrics dataSourceMeters(PenstockDataSource dataSource) {
        return PenstockMetrics.of(dataSource.client());
    }

    /** {@code jdbc.connections.*}. */
    @Bean
    DataSourcePoolMetadataProvider penstockPools() {
        return source -> source instanceof PenstockDataSource pool ? new PoolMetadata(pool) : null;
    }
}
