/** The platforms and the planner as beans, their configuration, and /v1/platforms. */
@NullMarked
package dev.okayd.guest.platform;

import org.jspecify.annotations.NullMarked;
