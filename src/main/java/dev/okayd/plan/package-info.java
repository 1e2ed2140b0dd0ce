/**
 * The planner: which slot each device of a guest gets, checked against the guest's base tree before
 * the guest exists.
 */
@NullMarked
package dev.okayd.plan;

import org.jspecify.annotations.NullMarked;
