/**
 * Opens the configured database: the SQLite file with its directory lock and loss check, or the
 * PostgreSQL server with notifications of other replicas' commits.
 */
@NullMarked
package dev.okayd.store.open;

import org.jspecify.annotations.NullMarked;
