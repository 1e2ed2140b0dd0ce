package dev.okayd.document;

/**
 * Where in a document something is: {@code devices[1].name}.
 *
 * @param path empty for the document itself
 */
record Place(String path) {
  static final Place DOCUMENT = new Place("");

  Place field(String name) {
    return new Place(path + (path.isEmpty() ? "" : ".") + Found.name(name));
  }

  Place element(int index) {
    return new Place(path + "[" + index + "]");
  }

  /** Ready to be put behind a sentence. */
  @Override
  public String toString() {
    return path.isEmpty() ? "" : " (at " + path + ")";
  }
}
