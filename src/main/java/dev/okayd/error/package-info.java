/** The table of error codes with HTTP status and title, and the exception that carries faults. */
@NullMarked
package dev.okayd.error;

import org.jspecify.annotations.NullMarked;
