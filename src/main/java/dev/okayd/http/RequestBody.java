package dev.okayd.http;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import org.jspecify.annotations.Nullable;

/** The body of a request. */
public final class RequestBody {
  private RequestBody() {}

  /**
   * Returns the body; the framework passes null for an empty body and for JSON's {@code null}.
   *
   * @throws OkaydException {@code malformed-json} if it is missing
   */
  public static <T> T require(@Nullable T body) {
    if (body == null) {
      throw new OkaydException(
          ErrorCode.MALFORMED_JSON, "The request has no body; a JSON object is expected");
    }
    return body;
  }
}
