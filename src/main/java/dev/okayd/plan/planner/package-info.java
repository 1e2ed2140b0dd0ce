/** The planner: runs checks and allocations in their order and computes the digest of the plan. */
@NullMarked
package dev.okayd.plan.planner;

import org.jspecify.annotations.NullMarked;
