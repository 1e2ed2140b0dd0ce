/**
 * The DTS language: source texts of device trees and overlays, compiled to the trees, and so to the
 * bytes, that dtc makes of them. Depends on the device-tree model and the JDK alone.
 */
@NullMarked
package dev.okayd.fdt.dts;

import org.jspecify.annotations.NullMarked;
