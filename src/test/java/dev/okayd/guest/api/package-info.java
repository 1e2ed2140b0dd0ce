@NullMarked
package dev.okayd.guest.api;

import org.jspecify.annotations.NullMarked;
