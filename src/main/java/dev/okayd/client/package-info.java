/** A client of a running okayd, for all commands that speak to one. */
@NullMarked
package dev.okayd.client;

import org.jspecify.annotations.NullMarked;
