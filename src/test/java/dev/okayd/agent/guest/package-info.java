/**
 * The guest in the agent's tests: its files and shell, and the kernel and the okayd that its agent
 * meets.
 */
@NullMarked
package dev.okayd.agent.guest;

import org.jspecify.annotations.NullMarked;
