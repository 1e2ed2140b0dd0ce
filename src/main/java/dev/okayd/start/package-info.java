/** Starts the service: checks the settings, and reports what keeps okayd from starting. */
@NullMarked
package dev.okayd.start;

import org.jspecify.annotations.NullMarked;
