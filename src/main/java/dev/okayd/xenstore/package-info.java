/**
 * A client of xenstored: the protocol, automatic reconnection, and watches that survive a
 * reconnection.
 */
@NullMarked
package dev.okayd.xenstore;

import org.jspecify.annotations.NullMarked;
