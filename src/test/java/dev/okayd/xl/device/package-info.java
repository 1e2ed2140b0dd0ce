@NullMarked
package dev.okayd.xl.device;

import org.jspecify.annotations.NullMarked;
