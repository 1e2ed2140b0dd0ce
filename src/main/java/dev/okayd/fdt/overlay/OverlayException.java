package dev.okayd.fdt.overlay;

import dev.okayd.fdt.Limits;

/**
 * Thrown when an overlay cannot be merged into its base. The message names the cause and the place
 * in the overlay.
 */
public final class OverlayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The cause; the names follow libfdt's error codes. */
  public enum Kind {
    /** A target, a label or a fixed-up property does not exist ({@code FDT_ERR_NOTFOUND}). */
    NOT_FOUND,
    /**
     * A {@code target} or {@code phandle} property is not a valid phandle ({@code
     * FDT_ERR_BADPHANDLE}).
     */
    BAD_PHANDLE,
    /** A fragment has no target, or a fixup is malformed ({@code FDT_ERR_BADOVERLAY}). */
    BAD_OVERLAY,
    /** No phandle numbers are left ({@code FDT_ERR_NOPHANDLES}). */
    NO_PHANDLES,
    /** The merged tree exceeds the {@link Limits}. */
    OVER_LIMIT
  }

  /** The cause. */
  private final Kind kind;

  OverlayException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** The cause. */
  public Kind kind() {
    return kind;
  }
}
