package dev.okayd.xenstore;

/** What was asked of xenstored was not done. */
public abstract sealed class XenstoreException extends Exception
    permits XenstoreErrorException, XenstoreDisconnectedException {
  private static final long serialVersionUID = 1L;

  XenstoreException(String message) {
    super(message);
  }
}
