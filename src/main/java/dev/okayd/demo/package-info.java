/** Shows the whole way of a device, from its plan to its removal, to somebody who has no board. */
@NullMarked
package dev.okayd.demo;

import org.jspecify.annotations.NullMarked;
