package io.penstock.config;

/**
 * What a pool undoes of a session before somebody else gets it. Whatever the policy, an open or failed transaction is rolled back,
 * what the session was notified of is forgotten, and one that cannot be reset is closed.
 *
 * <table>
 *   <caption>What is left of a session</caption>
 *   <tr><th></th><th>TRANSACTION</th><th>SESSION</th><th>DISCARD_ALL</th></tr>
 *   <tr><td>open transaction, portals, cursors without hold</td><td>gone</td><td>gone</td><td>gone</td></tr>
 *   <tr><td>LISTEN, unless by a function and nothing was notified</td><td>gone</td><td>gone</td><td>gone</td></tr>
 *   <tr><td>cursors with hold, advisory locks</td><td>stay</td><td>gone</td><td>gone</td></tr>
 *   <tr><td>SET, SET ROLE</td><td>stay</td><td>gone</td><td>gone</td></tr>
 *   <tr><td>temporary tables, sequence values</td><td>stay</td><td>gone</td><td>gone</td></tr>
 *   <tr><td>prepared statements, cached plans</td><td>stay</td><td>stay</td><td>gone</td></tr>
 *   <tr><td>cost of a return</td><td>none</td><td>a flight ahead of the next one</td><td>a round trip</td></tr>
 * </table>
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-discard.html">DISCARD</a>
 */
public enum ResetPolicy {
    /** Only what would be wrong for anybody: the default, for applications that do not change their sessions. */
    TRANSACTION,

    /** All that an application changes, but for prepared statements. */
    SESSION,

    /** As a new session: DISCARD ALL. */
    DISCARD_ALL
}
