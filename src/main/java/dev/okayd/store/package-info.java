/** The store: transactions over SQLite or PostgreSQL, and its configuration. */
@NullMarked
package dev.okayd.store;

import org.jspecify.annotations.NullMarked;
