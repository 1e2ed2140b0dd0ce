/** Parses an xl.cfg by xl's grammar, and collects its errors and notes with their positions. */
@NullMarked
package dev.okayd.xl.config;

import org.jspecify.annotations.NullMarked;
