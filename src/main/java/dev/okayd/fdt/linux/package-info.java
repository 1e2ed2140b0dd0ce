/**
 * The kernel's rules: a dry run of Linux's {@code of_overlay_fdt_apply} and {@code
 * of_overlay_remove}. It predicts their return values, the lines that they write to the kernel's
 * log, and the platform devices that they create and destroy. Depends only on the JDK and {@code
 * dev.okayd.fdt}.
 *
 * <p>The rules are those of Linux 6.1. Comments name the functions that the code follows; paths are
 * relative to the kernel's source. {@code src/test/e2e/run kernel-rules} compares the predictions
 * with a real kernel. A dry run cannot predict memory exhaustion, notifiers of drivers, or buses
 * that a driver populates itself. Only the first two can lead to the state in which the kernel
 * refuses every overlay until it is rebooted ({@code DTSF_APPLY_FAIL}).
 */
@NullMarked
package dev.okayd.fdt.linux;

import org.jspecify.annotations.NullMarked;
