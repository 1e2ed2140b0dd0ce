package dev.okayd.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Limits the size of bodies. quarkus.http.limits.max-body-size applies to all paths and must be
 * large enough for a backup; this lower limit applies to all other paths.
 */
@Singleton
final class BodyLimit {
  /**
   * Above the largest body except a backup: a base tree of 2 MiB, which its resource limits itself.
   */
  static final long MOST = 4 << 20;

  private static final String RESTORE = "/v1/restore";

  private final ObjectMapper mapper;

  BodyLimit(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  void register(@Observes Filters filters) {
    // after Quarkus's own filter: this one replaces its limit for bodies without a Content-Length
    filters.register(this::limit, 1);
  }

  private void limit(RoutingContext request) {
    if (request.normalizedPath().equals(RESTORE)) {
      request.next();
    } else if (announcedLength(request) > MOST) {
      refuse(request);
    } else {
      request.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, MOST);
      request.next();
    }
  }

  private static long announcedLength(RoutingContext request) {
    String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    // Netty has already rejected a value that is not a number
    return length == null ? 0 : Long.parseLong(length);
  }

  private void refuse(RoutingContext request) {
    Problem problem =
        Problem.of(
            new OkaydException(
                ErrorCode.TOO_LARGE, "The body is larger than %d bytes".formatted(MOST)));
    request
        .response()
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .putHeader(HttpHeaders.CONNECTION, "close");
    // discards the rest of the body, because most clients read no answer before they have sent all
    request.request().handler(sent -> {}).endHandler(sent -> request.end(text(problem))).resume();
  }

  private String text(Problem problem) {
    try {
      return mapper.writeValueAsString(problem);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The problem document cannot be serialized", e);
    }
  }
}
