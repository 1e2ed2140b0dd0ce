/** Demonstrates the lifecycle of a device, from its plan to its removal, without a board. */
@NullMarked
package dev.okayd.demo;

import org.jspecify.annotations.NullMarked;
