package dev.okayd.fdt.overlay;

import dev.okayd.fdt.Limits;

/** An overlay that cannot be merged into its base: why, and where in the overlay. */
public final class OverlayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why; the names are libfdt's error codes. */
  public enum Kind {
    /** A target, a label or a fixed-up property that is not there ({@code FDT_ERR_NOTFOUND}). */
    NOT_FOUND,
    /** A target or a {@code phandle} that is no phandle ({@code FDT_ERR_BADPHANDLE}). */
    BAD_PHANDLE,
    /** A fragment without target, or a fixup that is malformed ({@code FDT_ERR_BADOVERLAY}). */
    BAD_OVERLAY,
    /** No phandle numbers are left ({@code FDT_ERR_NOPHANDLES}). */
    NO_PHANDLES,
    /** A result deeper or larger than a tree may be ({@link Limits}). */
    OVER_LIMIT
  }

  /** Why. */
  private final Kind kind;

  OverlayException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Why. */
  public Kind kind() {
    return kind;
  }
}
