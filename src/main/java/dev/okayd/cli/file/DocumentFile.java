package dev.okayd.cli.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.okayd.document.DocumentReader;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;

/** Reads documents from files. */
public final class DocumentFile {
  private DocumentFile() {}

  /**
   * Reads a document.
   *
   * @throws OkaydException with every fault; {@code malformed-json} for a document that is only
   *     {@code null}
   */
  public static <T> T read(ObjectMapper mapper, byte[] bytes, Class<T> type) {
    return new DocumentReader(mapper)
        .read(bytes, type)
        .orElseThrow(() -> new OkaydException(ErrorCode.MALFORMED_JSON, "The document is empty"));
  }
}
