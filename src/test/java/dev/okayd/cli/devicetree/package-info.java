@NullMarked
package dev.okayd.cli.devicetree;

import org.jspecify.annotations.NullMarked;
