@NullMarked
package dev.okayd.store.sql;

import org.jspecify.annotations.NullMarked;
