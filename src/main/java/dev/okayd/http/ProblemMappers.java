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

/** Maps every exception of a request to a problem document. */
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

  /**
   * The framework has its own mapper for this type; only a mapper for exactly this type replaces
   * it.
   */
  @ServerExceptionMapper
  Response otherJson(MismatchedInputException refusal) {
    return notJson(refusal);
  }

  /** Refusals by the framework: paths, methods and media types. */
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
              : Problem.response(ErrorCode.NO_SUCH_RESOURCE, "There is no resource at this path");
      case 405 ->
          Problem.response(
              ErrorCode.METHOD_NOT_ALLOWED, "The resource does not support this method");
      case 406 ->
          Problem.response(
              ErrorCode.NOT_ACCEPTABLE,
              "The resource has none of the media types in the Accept header; openapi.yaml lists its media types");
      case 413 -> Problem.response(ErrorCode.TOO_LARGE, "The body is too large");
      case 415 ->
          Problem.response(
              ErrorCode.UNSUPPORTED_MEDIA_TYPE,
              "The resource does not accept this Content-Type; openapi.yaml lists the accepted ones");
      default -> internal(refusal);
    };
  }

  /**
   * A body that could not be read to its end. It exceeds quarkus.http.limits.max-body-size and has
   * no Content-Length, or the client has disconnected, which is not logged.
   */
  @ServerExceptionMapper
  Response unreadable(IOException failure) {
    if (isConnectionClosed(failure)) {
      return Problem.response(
          ErrorCode.MALFORMED_REQUEST,
          "The connection was closed before okayd received the whole body");
    }
    return String.valueOf(failure.getMessage()).contains("too large")
        ? Problem.response(ErrorCode.TOO_LARGE, "The body is too large")
        : internal(failure);
  }

  private static boolean isConnectionClosed(IOException failure) {
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
