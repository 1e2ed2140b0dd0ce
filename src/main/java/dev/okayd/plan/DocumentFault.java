package dev.okayd.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException.Fault;
import dev.okayd.platform.DocumentText;

/** What is wrong with a document; the same wherever a document comes from. */
public final class DocumentFault {
  private DocumentFault() {}

  /** What is wrong, and where. */
  public static Fault of(JsonProcessingException e) {
    ErrorCode code =
        e instanceof UnrecognizedPropertyException
            ? ErrorCode.UNKNOWN_FIELD
            : ErrorCode.MALFORMED_JSON;
    return new Fault(code, DocumentText.of(e));
  }
}
