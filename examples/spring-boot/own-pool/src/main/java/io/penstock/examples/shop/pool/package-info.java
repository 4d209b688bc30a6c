/**
 * The shop's data source is Penstock's own pool, with nothing in front of it. Its meters are where Boot's dashboards look for those of HikariCP, and what Penstock
 * tells besides is next to them.
 */
package io.penstock.examples.shop.pool;
