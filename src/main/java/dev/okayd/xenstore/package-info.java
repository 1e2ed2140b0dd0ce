/**
 * A client of xenstored: its messages, connections that come back after they were lost, and watches
 * that outlive them.
 */
@NullMarked
package dev.okayd.xenstore;

import org.jspecify.annotations.NullMarked;
