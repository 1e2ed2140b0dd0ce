/** The messages between okayd and agents, and the channels that transport them. */
@NullMarked
package dev.okayd.channel;

import org.jspecify.annotations.NullMarked;
