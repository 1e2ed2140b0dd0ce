package dev.okayd.xl;

/** An entry of a list that xl would refuse; the reader of the list knows where it is. */
final class EntryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String complaint;

  EntryException(String complaint) {
    super(complaint);
    this.complaint = complaint;
  }

  String complaint() {
    return complaint;
  }
}
