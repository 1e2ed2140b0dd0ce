package dev.okayd.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import java.io.IOException;
import java.util.Optional;

/** Documents in files. */
final class Documents {
  private Documents() {}

  /**
   * Reads one.
   *
   * @throws OkaydException {@code malformed-json} for one that is nothing but {@code null}
   */
  static <T> T read(ObjectMapper mapper, byte[] bytes, Class<T> type) throws IOException {
    return Optional.ofNullable(mapper.readValue(bytes, type))
        .orElseThrow(
            () -> new OkaydException(ErrorCode.MALFORMED_JSON, "The document says nothing"));
  }
}
