package dev.okayd.fdt.lint;

/** How much a failed check weighs. */
public enum Severity {
  /** The tree is good for use. */
  WARNING("Warning"),
  /** The tree is not to be used. */
  ERROR("ERROR");

  private final String word;

  Severity(String word) {
    this.word = word;
  }

  /** As dtc writes it. */
  String word() {
    return word;
  }
}
