package dev.okayd.xenstore;

/** There is no connection to xenstored, or it ended before the answer arrived. */
public final class XenstoreDisconnectedException extends XenstoreException {
  private static final long serialVersionUID = 1L;

  XenstoreDisconnectedException(String message) {
    super(message);
  }
}
