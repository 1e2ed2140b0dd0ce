/** The store: one SQLite file, its schema, and transactions over it. */
@NullMarked
package dev.okayd.store;

import org.jspecify.annotations.NullMarked;
