/**
 * The store: SQLite or PostgreSQL, its schema, and transactions over it, of which those that come
 * together share a commit.
 */
@NullMarked
package dev.okayd.store;

import org.jspecify.annotations.NullMarked;
