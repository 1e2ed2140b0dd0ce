/** What all resources share: problems for everything that is refused, and strict JSON. */
@NullMarked
package dev.okayd.http;

import org.jspecify.annotations.NullMarked;
