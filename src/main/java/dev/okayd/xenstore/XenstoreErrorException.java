package dev.okayd.xenstore;

/** Xenstored has answered with an error. */
public final class XenstoreErrorException extends XenstoreException {
  private static final long serialVersionUID = 1L;

  private final String error;

  XenstoreErrorException(String request, String error) {
    super("xenstored answers %s to %s%s".formatted(error, request, hint(error)));
    this.error = error;
  }

  /** Its name, such as {@code EACCES}. */
  public String error() {
    return error;
  }

  boolean is(String name) {
    return error.equals(name);
  }

  private static String hint(String error) {
    return switch (error) {
      case "EACCES" -> ": the domain that okayd runs in may not do that";
      case "EQUOTA", "ENOSPC", "E2BIG" ->
          ": the quota of the domain that okayd runs in, or of the node's owner, is used up";
      default -> "";
    };
  }
}
