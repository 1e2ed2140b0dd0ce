/** The command line. All commands except {@code serve} run without starting the service. */
@NullMarked
package dev.okayd.cli;

import org.jspecify.annotations.NullMarked;
