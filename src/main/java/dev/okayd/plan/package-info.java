/**
 * The result of planning: the slot of each device of a guest, its bridges, gates and grants. A plan
 * is checked against the guest's base tree before the guest exists.
 */
@NullMarked
package dev.okayd.plan;

import org.jspecify.annotations.NullMarked;
