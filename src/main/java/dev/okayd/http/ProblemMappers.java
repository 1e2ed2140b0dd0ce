package dev.okayd.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.fdt.dtb.FdtFormatException;
import io.vertx.core.http.HttpClosedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers with a problem whatever a request ends with. */
final class ProblemMappers {
  @ServerExceptionMapper
  Response refusal(OkaydException refusal) {
    return ProblemFactory.of(refusal).response();
  }

  @ServerExceptionMapper
  Response notADeviceTree(FdtFormatException refusal) {
    return ProblemFactory.of(refusal).response();
  }

  @ServerExceptionMapper
  Response notJson(JsonProcessingException refusal) {
    return ProblemFactory.of(refusal).response();
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
              ? refusal(ProblemFactory.notANumber())
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
   * A body that is not read to its end: beyond quarkus.http.limits.max-body-size when its length
   * was not announced, or of a client that has gone away meanwhile, which is nothing to be logged.
   */
  @ServerExceptionMapper
  Response unreadable(IOException failure) {
    if (isOfAClosedConnection(failure)) {
      return Problem.response(
          ErrorCode.MALFORMED_REQUEST, "The connection was closed before the whole body was there");
    }
    return String.valueOf(failure.getMessage()).contains("too large")
        ? Problem.response(ErrorCode.TOO_LARGE, "The body is larger than is accepted")
        : internal(failure);
  }

  private static boolean isOfAClosedConnection(IOException failure) {
    return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(
            cause ->
                cause instanceof ClosedChannelException
                    || cause instanceof HttpClosedException
                    || cause instanceof SocketException);
  }

  @ServerExceptionMapper
  Response internal(Throwable failure) {
    return ProblemFactory.of(failure).response();
  }
}
