package dev.okayd.xenstore;

/** Xenstored answered with an error. */
public final class XenstoreErrorException extends XenstoreException {
  private static final long serialVersionUID = 1L;

  private final String error;

  XenstoreErrorException(String request, String error) {
    super("xenstored answered %s to %s%s".formatted(error, request, hint(error)));
    this.error = error;
  }

  /** The name of the error, such as {@code EACCES}. */
  public String error() {
    return error;
  }

  boolean is(String name) {
    return error.equals(name);
  }

  private static String hint(String error) {
    return switch (error) {
      case "EACCES" -> ": okayd's domain is not permitted to do that";
      case "EQUOTA", "ENOSPC", "E2BIG" ->
          ": the quota of okayd's domain or of the node's owner is used up";
      default -> "";
    };
  }
}
