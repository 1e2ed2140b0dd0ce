/** Commands on device-tree files: compile, merge and dts. */
@NullMarked
package dev.okayd.cli.devicetree;

import org.jspecify.annotations.NullMarked;
