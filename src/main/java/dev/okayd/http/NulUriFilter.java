package dev.okayd.http;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses URIs with U+0000: no name contains it, and PostgreSQL would reject a query with it. */
@Singleton
final class NulUriFilter {
  private static final String NUL = "%00";

  /** Runs before the URI is matched. */
  @ServerRequestFilter(preMatching = true, nonBlocking = true)
  void refuse(ContainerRequestContext request) {
    if (request.getUriInfo().getRequestUri().toString().contains(NUL)) {
      throw new OkaydException(
          ErrorCode.MALFORMED_REQUEST,
          "The URI contains the character U+0000, which no name contains");
    }
  }
}
