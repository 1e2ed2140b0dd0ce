/** The HTTP resources of guests and devices, their pages, and the files of a plan. */
@NullMarked
package dev.okayd.guest.api;

import org.jspecify.annotations.NullMarked;
