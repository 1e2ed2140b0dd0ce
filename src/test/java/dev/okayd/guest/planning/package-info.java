@NullMarked
package dev.okayd.guest.planning;

import org.jspecify.annotations.NullMarked;
