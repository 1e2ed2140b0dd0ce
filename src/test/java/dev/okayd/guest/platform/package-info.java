@NullMarked
package dev.okayd.guest.platform;

import org.jspecify.annotations.NullMarked;
