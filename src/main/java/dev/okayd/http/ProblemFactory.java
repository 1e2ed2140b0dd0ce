package dev.okayd.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.okayd.document.ParserFault;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.error.OkaydException.Fault;
import dev.okayd.fdt.dtb.FdtFormatException;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/**
 * Converts the failure of a request, over any channel, into a problem document. Only failures of
 * okayd itself are logged with a stack trace.
 */
public final class ProblemFactory {
  private static final Logger LOG = Logger.getLogger(ProblemFactory.class);

  private ProblemFactory() {}

  /** The problem document for the sender. */
  public static Problem of(Throwable failure) {
    if (failure instanceof OkaydException refusal) {
      LOG.debugf("Refused: %s: %s", refusal.code().code(), refusal.getMessage());
      return Problem.of(refusal);
    }
    if (failure instanceof FdtFormatException refusal) {
      return Problem.of(code(refusal), String.valueOf(refusal.getMessage()));
    }
    if (failure instanceof JsonProcessingException refusal) {
      Fault fault = ParserFault.of(refusal);
      return Problem.of(fault.code(), fault.message());
    }
    if (failure instanceof RejectedExecutionException) {
      return Problem.of(ErrorCode.OVERLOADED, "No thread is free for the request. Try again later");
    }
    LOG.error("A request failed", failure);
    return Problem.of(ErrorCode.INTERNAL, "okayd failed; see its log");
  }

  /** The refusal of a numeric parameter. */
  public static OkaydException notANumber() {
    return new OkaydException(
        ErrorCode.INVALID_PARAMETER, "A parameter must be a number but is not, or is too large");
  }

  private static ErrorCode code(FdtFormatException refusal) {
    return switch (refusal.kind()) {
      case BAD_MAGIC -> ErrorCode.NOT_A_DEVICE_TREE;
      case TRUNCATED -> ErrorCode.DEVICE_TREE_TRUNCATED;
      case OVER_LIMIT -> ErrorCode.DEVICE_TREE_OVER_LIMIT;
      case UNSUPPORTED_VERSION,
          BAD_LAYOUT,
          BAD_RESERVATIONS,
          BAD_STRUCTURE,
          BAD_NAME,
          BAD_PHANDLE,
          BAD_PADDING ->
          ErrorCode.DEVICE_TREE_MALFORMED;
    };
  }
}
