@NullMarked
package dev.okayd.demo;

import org.jspecify.annotations.NullMarked;
