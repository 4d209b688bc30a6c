/**
 * An application on Spring Boot's R2DBC: a URL in {@code application.properties}, and Boot's pool in front of Penstock's {@code ConnectionFactory}. Boot binds that
 * pool's meters by itself. It takes stock of what the shop beside it has.
 */
package io.penstock.examples.stock;
