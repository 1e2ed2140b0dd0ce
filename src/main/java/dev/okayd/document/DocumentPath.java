package dev.okayd.document;

/**
 * A position in a document, such as {@code devices[1].name}.
 *
 * @param path empty for the document itself
 */
record DocumentPath(String path) {
  static final DocumentPath DOCUMENT = new DocumentPath("");

  DocumentPath field(String name) {
    return new DocumentPath(path + (path.isEmpty() ? "" : ".") + FoundValue.name(name));
  }

  DocumentPath element(int index) {
    return new DocumentPath(path + "[" + index + "]");
  }

  /** A suffix for a message. */
  @Override
  public String toString() {
    return path.isEmpty() ? "" : " (at " + path + ")";
  }
}
