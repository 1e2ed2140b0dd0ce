@NullMarked
package dev.okayd.attach.reconcile;

import org.jspecify.annotations.NullMarked;
