package dev.okayd.fdt.dts.source;

/** A file that a source text includes. */
public final class SourceFile {
  private final String name;
  private final byte[] content;

  /**
   * A file of this content.
   *
   * @param name for messages, and for finding what the file itself includes
   */
  public SourceFile(String name, byte[] content) {
    this(content.clone(), name);
  }

  private SourceFile(byte[] content, String name) {
    this.name = name;
    this.content = content;
  }

  /** A file whose bytes nobody else has; there may be very many. */
  static SourceFile owning(String name, byte[] content) {
    return new SourceFile(content, name);
  }

  /** Its name, for messages, and for finding what it includes itself. */
  public String name() {
    return name;
  }

  /** How many bytes it has. */
  public int length() {
    return content.length;
  }

  /** Its bytes themselves, to be read. */
  public byte[] bytes() {
    return content;
  }

  /** A copy of its bytes. */
  public byte[] content() {
    return content.clone();
  }
}
