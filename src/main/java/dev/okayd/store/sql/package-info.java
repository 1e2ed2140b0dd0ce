/** Read and write transactions over JDBC connections of either database. */
@NullMarked
package dev.okayd.store.sql;

import org.jspecify.annotations.NullMarked;
