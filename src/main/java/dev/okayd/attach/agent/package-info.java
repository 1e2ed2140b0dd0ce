/**
 * What agents say, and what okayd answers: HELLO, commands, go, reports; and what persons confirm
 * in their place.
 */
@NullMarked
package dev.okayd.attach.agent;

import org.jspecify.annotations.NullMarked;
