package dev.okayd.xl.config;

/** An entry of a list that xl would refuse; the reader of the list knows where it is. */
public final class ListEntryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String complaint;

  public ListEntryException(String complaint) {
    super(complaint);
    this.complaint = complaint;
  }

  public String complaint() {
    return complaint;
  }
}
