package dev.okayd.cli.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.okayd.document.DocumentReader;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;

/** Documents in files. */
public final class DocumentFile {
  private DocumentFile() {}

  /**
   * Reads one.
   *
   * @throws OkaydException with all that is wrong with it; {@code malformed-json} for one that is
   *     nothing but {@code null}
   */
  public static <T> T read(ObjectMapper mapper, byte[] bytes, Class<T> type) {
    return new DocumentReader(mapper)
        .read(bytes, type)
        .orElseThrow(
            () -> new OkaydException(ErrorCode.MALFORMED_JSON, "The document says nothing"));
  }
}
