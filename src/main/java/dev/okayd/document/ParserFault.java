package dev.okayd.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException.Fault;

/** Converts a parser error to a fault; the same for documents from any source. */
public final class ParserFault {
  private ParserFault() {}

  /** The fault with its position. */
  public static Fault of(JsonProcessingException e) {
    return new Fault(ErrorCode.MALFORMED_JSON, ParserMessage.of(e));
  }
}
