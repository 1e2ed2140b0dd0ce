/** A client of a running okayd, for the commands that send requests to one. */
@NullMarked
package dev.okayd.client;

import org.jspecify.annotations.NullMarked;
