package dev.okayd.http;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses addresses with U+0000: no name has it, and PostgreSQL would refuse to look for it. */
@Singleton
final class NulUriFilter {
  private static final String NUL = "%00";

  /** Before anybody looks at the address. */
  @ServerRequestFilter(preMatching = true, nonBlocking = true)
  void refuse(ContainerRequestContext request) {
    if (request.getUriInfo().getRequestUri().toString().contains(NUL)) {
      throw new OkaydException(
          ErrorCode.MALFORMED_REQUEST, "The address has the character U+0000, which no name has");
    }
  }
}
