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
 * How large a body may be. quarkus.http.limits.max-body-size is one limit for all addresses, and
 * has to be large for a backup; all others have this one.
 */
@Singleton
final class BodyLimit {
  /** The largest body but a backup is a base tree of 2 MiB; its resource says so with a problem. */
  static final long MOST = 4 << 20;

  private static final String RESTORE = "/v1/restore";

  private final ObjectMapper mapper;

  BodyLimit(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  void register(@Observes Filters filters) {
    // after Quarkus's own limit, whose value for bodies of no announced length is replaced here
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
    // Netty has refused what is no number
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
    // what is on its way is let run out, for most clients read no answer before they have sent all
    request.request().handler(sent -> {}).endHandler(sent -> request.end(text(problem))).resume();
  }

  private String text(Problem problem) {
    try {
      return mapper.writeValueAsString(problem);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A problem cannot be written", e);
    }
  }
}
