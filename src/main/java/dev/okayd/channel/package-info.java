/** How okayd reaches the agent of a guest: the messages, and the ways they travel. */
@NullMarked
package dev.okayd.channel;

import org.jspecify.annotations.NullMarked;
