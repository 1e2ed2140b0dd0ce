/** Commands for planning without the service: plan, import, overlay and platforms. */
@NullMarked
package dev.okayd.cli.plan;

import org.jspecify.annotations.NullMarked;
