package dev.okayd.http;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/** The parameter {@code dryRun}: say what would come of it, and change nothing. */
public final class DryRun {
  private DryRun() {}

  /**
   * Whether a request asks for one. A misspelt "true" may not become a change that nobody wanted,
   * nor may two opinions. A parameter without a value is none to the framework, and what a hasty
   * person writes for "true".
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
        ErrorCode.INVALID_PARAMETER, "dryRun is neither true nor false; nothing was changed");
  }
}
