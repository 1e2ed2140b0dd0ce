package dev.okayd.http;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/** The parameter {@code dryRun}: report the result of a request without changing anything. */
public final class DryRun {
  private DryRun() {}

  /**
   * Whether a request asks for a dry run. A misspelt "true", two values, or no value are rejected:
   * they must not cause an unintended change.
   *
   * @throws OkaydException {@code invalid-parameter} if it is neither true nor false
   */
  public static boolean isWanted(UriInfo uri) {
    List<String> dryRun = uri.getQueryParameters().getOrDefault("dryRun", List.of());
    if (dryRun.isEmpty() || dryRun.equals(List.of("false"))) {
      return false;
    }
    if (dryRun.equals(List.of("true"))) {
      return true;
    }
    throw new OkaydException(
        ErrorCode.INVALID_PARAMETER, "dryRun must be true or false; nothing was changed");
  }
}
