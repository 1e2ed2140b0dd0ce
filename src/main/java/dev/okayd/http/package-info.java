/**
 * Shared by all HTTP resources: problem documents, pages, ETags, strict JSON, limits on bodies and
 * load.
 */
@NullMarked
package dev.okayd.http;

import org.jspecify.annotations.NullMarked;
