/** Attachments over REST. */
@NullMarked
package dev.okayd.attach.api;

import org.jspecify.annotations.NullMarked;
