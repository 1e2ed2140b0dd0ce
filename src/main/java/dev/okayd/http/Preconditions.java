package dev.okayd.http;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;

/**
 * What a request says of the version that it is about: its {@code If-Match} and {@code
 * If-None-Match}. Read them from the request first, and ask them in the transaction of the change:
 *
 * <pre>
 * Preconditions conditions = Preconditions.of(headers);
 * store.inTransaction(handle -> {
 *   conditions.requireMatch(find(handle, name).map(GuestView::tag));
 *   ...
 * </pre>
 *
 * @param ifMatch change only one of these
 * @param ifNoneMatch change, or answer, none of these
 */
public record Preconditions(Optional<EntityTags> ifMatch, Optional<EntityTags> ifNoneMatch) {
  /** A request that sets none. */
  public static final Preconditions NONE = new Preconditions(Optional.empty(), Optional.empty());

  /**
   * Those of a request.
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
   * Lets a change go on.
   *
   * @param present the ETag of what is there now; empty if nothing is
   * @throws OkaydException {@code version-conflict} if it is not one that the request means
   */
  public void requireMatch(Optional<EntityTag> present) {
    requireIfMatch(present.stream().toList());
    requireIfNoneMatch(present);
  }

  /**
   * What {@code If-Match} has to do with it alone: for a part, which goes by its own ETag or by
   * that of its whole.
   *
   * @param present the ETags that it may name; none if nothing is there
   */
  public void requireIfMatch(List<EntityTag> present) {
    ifMatch
        .filter(tags -> present.stream().noneMatch(tags::matchesStrongly))
        .ifPresent(tags -> refuse(present.stream().findFirst(), "If-Match names another one"));
  }

  /** What {@code If-None-Match} has to do with it alone: the part may be missing in its whole. */
  public void requireIfNoneMatch(Optional<EntityTag> part) {
    ifNoneMatch
        .filter(tags -> part.filter(tags::matchesWeakly).isPresent())
        .ifPresent(tags -> refuse(part, "If-None-Match wants none like it"));
  }

  private static void refuse(Optional<EntityTag> present, String why) {
    throw new OkaydException(
        ErrorCode.VERSION_CONFLICT,
        present
            .map(
                tag ->
                    "The present version is %s, and %s; read it again, and decide anew"
                        .formatted(tag, why))
            .orElse("There is none yet, and If-Match wants one; nothing was made"));
  }

  /** Whether the client of a GET has what is there already, so that the answer is 304. */
  public boolean hasAlready(EntityTag present) {
    return ifNoneMatch.filter(tags -> tags.matchesWeakly(present)).isPresent();
  }
}
