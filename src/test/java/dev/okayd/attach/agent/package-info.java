@NullMarked
package dev.okayd.attach.agent;

import org.jspecify.annotations.NullMarked;
