/**
 * Character types, the labels of enums, and other types which are text on the wire, such as {@code xml}. Nothing parses XML here; a
 * parser that is safe against what comes from outside is for whoever wants the document.
 *
 * <p>Text is sent without a type where nobody has said one, and becomes what the statement needs: so it reaches columns of any
 * type that has a text form.
 *
 * <p>Pure and immutable, with no thread of its own. Neighbours: {@code form}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-character.html">Character Types</a>
 */
@NullMarked
package io.penstock.internal.codec.text;

import org.jspecify.annotations.NullMarked;
