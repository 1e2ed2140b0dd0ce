/** Periodic tasks and the daemon threads of okayd. */
@NullMarked
package dev.okayd.task;

import org.jspecify.annotations.NullMarked;
