/** The command line; its commands but `serve` run without starting the service. */
@NullMarked
package dev.okayd.cli;

import org.jspecify.annotations.NullMarked;
