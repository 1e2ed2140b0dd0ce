package dev.okayd.fdt.lint.tree;

/** The severity of a failed check. */
public enum Severity {
  /** The tree can be used. */
  WARNING("Warning"),
  /** The tree must not be used. */
  ERROR("ERROR");

  private final String word;

  Severity(String word) {
    this.word = word;
  }

  /** The word that dtc prints. */
  String word() {
    return word;
  }
}
