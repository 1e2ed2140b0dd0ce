/**
 * JSON documents and enum constants in columns, readable when an earlier or a later version of
 * okayd wrote them.
 */
@NullMarked
package dev.okayd.store.json;

import org.jspecify.annotations.NullMarked;
