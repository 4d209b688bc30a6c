/**
 * What {@code DatabaseMetaData} tells: of the server and its SQL by constants, of what is in the database by queries of the catalogue.
 *
 * <p>{@code java.sql.DatabaseMetaData} has a hundred and eighty methods. Those without a query are interfaces here, a theme each, with the methods as defaults: {@code
 * ProductFacts}, {@code IdentifierRules}, {@code SizeLimits}, {@code SqlGrammar}, {@code ResultAbilities}. Those with one are classes by what they ask for: {@code
 * TableQueries}, {@code ColumnQueries}, {@code KeyQueries}, {@code IndexQueries}, {@code RoutineQueries}, {@code TypeQueries}, {@code PrivilegeQueries}. {@code
 * CatalogMetaData} puts them together.
 *
 * <p>The SQL is constant text; a name or a pattern that is asked for is always a parameter ({@code CatalogQuery}). The statements are the connection's own, so they are
 * part of its transaction, as other drivers have it.
 *
 * <p>Belongs to the threads that use the connection, one at a time.
 *
 * @see <a href="https://www.postgresql.org/docs/current/catalogs.html">System Catalogs</a>
 */
@NullMarked
package io.penstock.jdbc.internal.metadata;

import org.jspecify.annotations.NullMarked;
