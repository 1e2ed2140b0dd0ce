package dev.okayd.xl.config;

/** An entry of a list that xl would refuse. The reader of the list adds its position. */
public final class ListEntryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public ListEntryException(String reason) {
    super(reason);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
