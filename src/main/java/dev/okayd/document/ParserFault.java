package dev.okayd.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException.Fault;

/** The fault of a document that a parser has refused; the same wherever a document comes from. */
public final class ParserFault {
  private ParserFault() {}

  /** What is wrong, and where. */
  public static Fault of(JsonProcessingException e) {
    return new Fault(ErrorCode.MALFORMED_JSON, ParserMessage.of(e));
  }
}
