package io.penstock.examples.shop;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What is sold, in transactions. */
@Service
class Orders {

    private final JdbcClient client;

    Orders(JdbcClient client) {
        this.client = client;
    }

    public void stock(String product, int count) {
        client.sql("insert into product(name, left_in_stock) values (?, ?)")
                .params(product, count)
                .update();
    }

    /** All of it, or nothing; gives the order's number. */
    @Transactional
    public long sell(String customer, List<String> products) {
        var key = new GeneratedKeyHolder();
        client.sql("insert into purchase(customer, products) values (:customer, :products)")
                .param("customer", customer)
                .param("products", products.toArray(String[]::new))
                .update(key, "id");
        for (var product : products) {
            take(product);
        }
        return key.getKeyAs(Long.class);
    }

    private void take(String product) {
        var taken = client.sql(
                        "update product set left_in_stock = left_in_stock - 1 where name = ? and left_in_stock > 0")
                .param(product)
                .update();
        if (taken == 0) {
            throw new OutOfStock(product);
        }
    }

    public List<String> left() {
        return client.sql("select name || ' ' || left_in_stock from product order by name")
                .query(String.class)
                .list();
    }

    public List<String> boughtBy(String customer) {
        return client.sql("select unnest(products) from purchase where customer = ?")
                .param(customer)
                .query(String.class)
                .list();
    }
}
