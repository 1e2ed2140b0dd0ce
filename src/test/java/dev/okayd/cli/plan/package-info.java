@NullMarked
package dev.okayd.cli.plan;

import org.jspecify.annotations.NullMarked;
