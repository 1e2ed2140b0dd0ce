/** The guest spec as the user writes it, and the check of a spec without its platform. */
@NullMarked
package dev.okayd.plan.spec;

import org.jspecify.annotations.NullMarked;
