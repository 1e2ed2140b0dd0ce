/** The result of a dry run: errno, kernel log lines, devices created and destroyed, hazards. */
@NullMarked
package dev.okayd.fdt.linux.prediction;

import org.jspecify.annotations.NullMarked;
