@NullMarked
package dev.okayd.guest.store;

import org.jspecify.annotations.NullMarked;
