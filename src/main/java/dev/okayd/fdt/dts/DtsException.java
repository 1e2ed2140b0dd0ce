package dev.okayd.fdt.dts;

/** A source text that does not compile: where, and why. */
public final class DtsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Position position;

  DtsException(Position position, String message) {
    super(position + ": " + message);
    this.position = position;
  }

  /** Where. */
  public Position position() {
    return position;
  }
}
