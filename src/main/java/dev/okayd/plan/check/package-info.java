/**
 * Checks of a spec against its platform, and of planned slots and bridges against each other, the
 * address map, the base tree and other guests.
 */
@NullMarked
package dev.okayd.plan.check;

import org.jspecify.annotations.NullMarked;
