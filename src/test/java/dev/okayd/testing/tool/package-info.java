/** Programs of the machine that tests run: dtc, dt-schema, QEMU, xenstored, PostgreSQL. */
@NullMarked
package dev.okayd.testing.tool;

import org.jspecify.annotations.NullMarked;
