/**
 * A shop on Spring Boot as many are: a URL in {@code application.properties}, Boot's pool, {@code JdbcClient}, transactions by annotation. No line of it names a
 * driver; which one it runs on is a dependency of whoever packages it. See {@code examples/spring-boot/before} and {@code after}.
 */
package io.penstock.examples.shop;
