package dev.okayd.http;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;

/**
 * The {@code If-Match} and {@code If-None-Match} conditions of a request. Parse them first, and
 * check them in the transaction of the change:
 *
 * <pre>
 * Preconditions conditions = Preconditions.of(headers);
 * store.inTransaction(handle -> {
 *   conditions.requireMatch(find(handle, name).map(GuestView::tag));
 *   ...
 * </pre>
 *
 * @param ifMatch change only these versions
 * @param ifNoneMatch do not change, or do not send again, these versions
 */
public record Preconditions(Optional<EntityTags> ifMatch, Optional<EntityTags> ifNoneMatch) {
  /** No conditions. */
  public static final Preconditions NONE = new Preconditions(Optional.empty(), Optional.empty());

  /**
   * The conditions of a request.
   *
   * @throws OkaydException {@code invalid-parameter} if a header is neither {@code *} nor a list of
   *     ETags
   */
  public static Preconditions of(HttpHeaders headers) {
    return new Preconditions(
        tags(headers, HttpHeaders.IF_MATCH), tags(headers, HttpHeaders.IF_NONE_MATCH));
  }

  private static Optional<EntityTags> tags(HttpHeaders headers, String name) {
    List<String> lines = headers.getRequestHeader(name);
    return lines == null || lines.isEmpty()
        ? Optional.empty()
        : Optional.of(EntityTags.parse(name, lines));
  }

  /**
   * Checks both conditions.
   *
   * @param present the current ETag; empty if the resource does not exist
   * @throws OkaydException {@code version-conflict} if a condition fails
   */
  public void requireMatch(Optional<EntityTag> present) {
    requireIfMatch(present.stream().toList());
    requireIfNoneMatch(present);
  }

  /**
   * Checks {@code If-Match} only. A part of a resource may match by its own ETag or by that of the
   * whole.
   *
   * @param present the ETags that may match; empty if the resource does not exist
   */
  public void requireIfMatch(List<EntityTag> present) {
    ifMatch
        .filter(tags -> present.stream().noneMatch(tags::matchesStrongly))
        .ifPresent(tags -> refuse(present.stream().findFirst(), "If-Match names another version"));
  }

  /** Checks {@code If-None-Match} only, for a part that may be missing in the whole. */
  public void requireIfNoneMatch(Optional<EntityTag> part) {
    ifNoneMatch
        .filter(tags -> part.filter(tags::matchesWeakly).isPresent())
        .ifPresent(tags -> refuse(part, "If-None-Match excludes it"));
  }

  private static void refuse(Optional<EntityTag> present, String why) {
    throw new OkaydException(
        ErrorCode.VERSION_CONFLICT,
        present
            .map(
                tag ->
                    "The current version is %s, but %s; read the resource again and retry"
                        .formatted(tag, why))
            .orElse("The resource does not exist, but If-Match requires it; nothing was created"));
  }

  /** Whether the client of a GET already has this version, so that the answer is 304. */
  public boolean hasAlready(EntityTag present) {
    return ifNoneMatch.filter(tags -> tags.matchesWeakly(present)).isPresent();
  }
}
