package dev.okayd.fdt.dts.source;

/** A file that a source text includes. */
public final class SourceFile {
  private final String name;
  private final byte[] content;

  /**
   * A file with a copy of this content.
   *
   * @param name for messages, and to find the files that this file includes
   */
  public SourceFile(String name, byte[] content) {
    this(content.clone(), name);
  }

  private SourceFile(byte[] content, String name) {
    this.name = name;
    this.content = content;
  }

  /** A file that takes over the array without a copy, because the file may be large. */
  static SourceFile owning(String name, byte[] content) {
    return new SourceFile(content, name);
  }

  /** Its name, for messages, and to find the files that it includes. */
  public String name() {
    return name;
  }

  /** Its length in bytes. */
  public int length() {
    return content.length;
  }

  /** Its bytes without a copy; callers must not change them. */
  public byte[] bytes() {
    return content;
  }

  /** A copy of its bytes. */
  public byte[] content() {
    return content.clone();
  }
}
