/** Work that okayd repeats on threads of its own. */
@NullMarked
package dev.okayd.task;

import org.jspecify.annotations.NullMarked;
