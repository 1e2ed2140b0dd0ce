package dev.okayd.http;

import dev.okayd.error.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * Refuses requests above the limits, before okayd reads their bodies and before they wait for a
 * thread. Otherwise requests would queue up in memory while the store is slow, and be answered
 * after their clients have given up.
 */
@ApplicationScoped // created at the first request; a filter singleton would be created before the
// configuration is read
class LoadLimit {
  private static final int PART_OF_HEAP = 16;

  /** Requests that wait without a thread: long polls and streams. */
  private static final Pattern WAITING =
      Pattern.compile("/v1/(stream|operations/[^/]+|guests/[^/]+/agent/commands)");

  /** okayd writes the body to a file while it receives it. */
  private static final String RESTORE = "/v1/restore";

  private final RequestLoad work;
  private final RequestLoad waiting;

  LoadLimit(LoadConfig config) {
    long mostBytes = config.mostBodyBytes().orElse(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    this.work = new RequestLoad(config.mostUnderWay(), mostBytes);
    this.waiting = new RequestLoad(config.mostWaiting(), mostBytes);
  }

  /** Runs on the event loop, which is available even if all worker threads are busy. */
  @ServerRequestFilter(preMatching = true, nonBlocking = true)
  Optional<Response> limit(ResteasyReactiveContainerRequestContext request) {
    String path = request.getUriInfo().getPath();
    RequestLoad load =
        request.getMethod().equals("GET") && WAITING.matcher(path).matches() ? waiting : work;
    long body = path.equals(RESTORE) ? 0 : bodyBytes(request);
    if (!load.tryStart(body)) {
      return Optional.of(
          Problem.response(
              ErrorCode.OVERLOADED,
              "okayd has %d requests in progress and accepts no more; nothing was changed. Try again later"
                  .formatted(load.requests())));
    }
    ((ResteasyReactiveRequestContext) request.getServerRequestContext())
        .registerCompletionCallback(failure -> load.done(body));
    return Optional.empty();
  }

  /** A body without a Content-Length counts with the largest allowed size. */
  private static long bodyBytes(ResteasyReactiveContainerRequestContext request) {
    String announced = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    if (announced != null) {
      // Netty has already rejected a value that is not a number
      return Long.parseLong(announced);
    }
    return request.getHeaderString("Transfer-Encoding") == null ? 0 : BodyLimit.MOST;
  }
}
