@NullMarked
package dev.okayd.platform.catalog;

import org.jspecify.annotations.NullMarked;
