@org.jspecify.annotations.NullMarked
package dev.okayd.fdt.dts;
