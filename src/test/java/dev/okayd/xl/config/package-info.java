@NullMarked
package dev.okayd.xl.config;

import org.jspecify.annotations.NullMarked;
