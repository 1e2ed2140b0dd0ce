/**
 * Creates, replans and deletes guests, one or many in a transaction, and notifies the listener of
 * changes.
 */
@NullMarked
package dev.okayd.guest.planning;

import org.jspecify.annotations.NullMarked;
