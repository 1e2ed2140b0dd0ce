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
 * Refuses what is more than okayd takes on, before its body is read and before it waits for a
 * thread. Else everything that comes while the store is slow would queue up in memory, and be
 * answered when nobody waits for it any more.
 */
@ApplicationScoped // and so made when the first request comes: filters are, before the
// configuration is read
class LoadLimit {
  private static final int PART_OF_HEAP = 16;

  /** Long polls and streams, which wait without a thread. */
  private static final Pattern WAITING =
      Pattern.compile("/v1/(stream|operations/[^/]+|guests/[^/]+/agent/commands)");

  /** Its body goes to a file as it comes. */
  private static final String RESTORE = "/v1/restore";

  private final RequestLoad work;
  private final RequestLoad waiting;

  LoadLimit(LoadConfig config) {
    long mostBytes = config.mostBodyBytes().orElse(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    this.work = new RequestLoad(config.mostUnderWay(), mostBytes);
    this.waiting = new RequestLoad(config.mostWaiting(), mostBytes);
  }

  /** On the thread that reads from the network, which is never short of. */
  @ServerRequestFilter(preMatching = true, nonBlocking = true)
  Optional<Response> limit(ResteasyReactiveContainerRequestContext request) {
    String path = request.getUriInfo().getPath();
    RequestLoad load =
        request.getMethod().equals("GET") && WAITING.matcher(path).matches() ? waiting : work;
    long body = path.equals(RESTORE) ? 0 : bodyBytes(request);
    if (!load.take(body)) {
      return Optional.of(
          Problem.response(
              ErrorCode.OVERLOADED,
              "okayd has %d requests under way and takes on no more; nothing was changed. Try again later"
                  .formatted(load.requests())));
    }
    ((ResteasyReactiveRequestContext) request.getServerRequestContext())
        .registerCompletionCallback(failure -> load.done(body));
    return Optional.empty();
  }

  /** A body whose length is not announced may have all that any may have. */
  private static long bodyBytes(ResteasyReactiveContainerRequestContext request) {
    String announced = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    if (announced != null) {
      // Netty has refused what is no number
      return Long.parseLong(announced);
    }
    return request.getHeaderString("Transfer-Encoding") == null ? 0 : BodyLimit.MOST;
  }
}
