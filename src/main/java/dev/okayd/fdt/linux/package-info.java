/**
 * The kernel's rules: a dry run of Linux's {@code of_overlay_fdt_apply} and {@code
 * of_overlay_remove}, which says beforehand what they would answer, what they would write to the
 * kernel's log and which platform devices would come and go. Depends on nothing but the JDK and
 * {@code dev.okayd.fdt}.
 *
 * <p>The rules are those of Linux 6.1, whose functions are named where they are followed; paths are
 * relative to its source. {@code src/test/e2e/run kernel-rules} holds them against the kernel
 * itself. Out of reach of a dry run: memory that runs out, notifiers of drivers, and buses that a
 * driver populates by itself. The state in which the kernel refuses every overlay until it is
 * rebooted ({@code DTSF_APPLY_FAIL}) takes one of the first two.
 */
@NullMarked
package dev.okayd.fdt.linux;

import org.jspecify.annotations.NullMarked;
