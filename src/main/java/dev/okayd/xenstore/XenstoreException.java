package dev.okayd.xenstore;

/** A request to xenstored failed. */
public abstract sealed class XenstoreException extends Exception
    permits XenstoreErrorException, XenstoreDisconnectedException {
  private static final long serialVersionUID = 1L;

  XenstoreException(String message) {
    super(message);
  }
}
