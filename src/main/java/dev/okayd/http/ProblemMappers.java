package dev.okayd.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.error.OkaydException.Fault;
import dev.okayd.fdt.FdtFormatException;
import dev.okayd.plan.DocumentFault;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Turns whatever a request ends with into a problem. Only what is okayd's own fault is logged with
 * a stack trace.
 */
final class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  @ServerExceptionMapper
  Response refusal(OkaydException refusal) {
    LOG.debugf("Refused: %s: %s", refusal.code().code(), refusal.getMessage());
    return Problem.of(refusal).response();
  }

  @ServerExceptionMapper
  Response notADeviceTree(FdtFormatException refusal) {
    return Problem.response(
        switch (refusal.kind()) {
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
        },
        String.valueOf(refusal.getMessage()));
  }

  @ServerExceptionMapper
  Response notJson(JsonProcessingException refusal) {
    Fault fault = DocumentFault.of(refusal);
    return Problem.response(fault.code(), fault.message());
  }

  /** The framework has a mapper of its own for this one, which only the very same type replaces. */
  @ServerExceptionMapper
  Response otherJson(MismatchedInputException refusal) {
    return notJson(refusal);
  }

  /** What the framework itself refuses: addresses, methods and media types. */
  @ServerExceptionMapper
  Response http(WebApplicationException refusal) {
    if (refusal.getCause() instanceof JsonProcessingException json) {
      return notJson(json);
    }
    if (refusal.getCause() instanceof OkaydException own) {
      return refusal(own);
    }
    int status = refusal.getResponse().getStatus();
    return switch (status) {
      case 400 ->
          Problem.response(
              ErrorCode.MALFORMED_REQUEST, "A header or the body of the request is malformed");
      case 404 ->
          refusal.getCause() instanceof NumberFormatException
              ? Problem.response(
                  ErrorCode.INVALID_PARAMETER, "A parameter is no number, or too long a one")
              : Problem.response(ErrorCode.NO_SUCH_RESOURCE, "There is nothing at this address");
      case 405 ->
          Problem.response(ErrorCode.METHOD_NOT_ALLOWED, "This address takes other methods");
      case 406 ->
          Problem.response(
              ErrorCode.NOT_ACCEPTABLE,
              "Nothing that the Accept header names is offered here; openapi.yaml says what is");
      case 413 -> Problem.response(ErrorCode.TOO_LARGE, "The body is larger than is accepted");
      case 415 ->
          Problem.response(
              ErrorCode.UNSUPPORTED_MEDIA_TYPE,
              "The Content-Type is not taken here; openapi.yaml says which are");
      default -> internal(refusal);
    };
  }

  /**
   * A body beyond quarkus.http.limits.max-body-size ends this way when its length was not
   * announced.
   */
  @ServerExceptionMapper
  Response unreadable(IOException failure) {
    return String.valueOf(failure.getMessage()).contains("too large")
        ? Problem.response(ErrorCode.TOO_LARGE, "The body is larger than is accepted")
        : internal(failure);
  }

  @ServerExceptionMapper
  Response internal(Throwable failure) {
    LOG.error("A request failed", failure);
    return Problem.response(ErrorCode.INTERNAL, "okayd failed; its log says more");
  }
}
