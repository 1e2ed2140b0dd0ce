/** The work queue by guest, the reconciler, and the store of attachments. */
@NullMarked
package dev.okayd.attach.reconcile;

import org.jspecify.annotations.NullMarked;
