/**
 * The one name of pgjdbc's that must be there for {@code jdbc:postgresql:} URLs to work in frameworks: the class name of its driver.
 *
 * <p>Spring Boot, Flyway and Liquibase derive {@code org.postgresql.Driver} from a URL and load it, and configurations name it. This package has it, and has
 * nothing else: what is done with pgjdbc's other classes has its own way in Penstock; see {@code docs/frameworks.md}.
 *
 * <p>Stands on {@link io.penstock.jdbc}, beside nothing: it is to be put in pgjdbc's place, never next to it. Owner thread: none, nothing here has state.
 */
@NullMarked
package org.postgresql;

import org.jspecify.annotations.NullMarked;
