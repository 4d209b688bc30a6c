/**
 * The types of widespread extensions, found by their names, for their OIDs and schemas differ from database to database: {@code hstore},
 * {@code citext}, {@code ltree} with {@code lquery} and {@code ltxtquery}, and pgvector's {@code vector}, {@code halfvec} and {@code
 * sparsevec}.
 *
 * <p>{@link io.penstock.internal.codec.extension.ExtensionProvider} makes their codecs. A codec that a user registers for one of the names comes
 * before them. pgvector is not among the extensions that come with PostgreSQL; its codecs are held to the formats of its source.
 *
 * <p>Pure, with no thread of its own. Neighbours: {@code form}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/contrib.html">Additional Supplied Modules and Extensions</a>
 * @see <a href="https://github.com/pgvector/pgvector">pgvector</a>
 */
@NullMarked
package io.penstock.internal.codec.extension;

import org.jspecify.annotations.NullMarked;
