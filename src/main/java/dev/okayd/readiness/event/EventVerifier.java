package dev.okayd.readiness.event;

import dev.okayd.backend.Backend;
import dev.okayd.backend.BackendStore;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Verifies that the backend that the events name signed the body. */
@ApplicationScoped
public class EventVerifier {
  private final Store store;
  private final BackendStore backends;
  private final Clock clock;
  private final VerifiedBackendCache cache = new VerifiedBackendCache();

  public EventVerifier(Store store, BackendStore backends, Clock clock) {
    this.store = store;
    this.backends = backends;
    this.clock = clock;
  }

  /**
   * Verifies a body outside any write transaction, because write transactions are serialized.
   *
   * @return the backend as it was then; {@link #requireStillVerified} must confirm it within the
   *     transaction that records the events
   */
  Backend verify(byte[] body, Signature signature, String source) {
    Optional<Backend> cached =
        cache.find(source).filter(backend -> isSignedBy(backend, body, signature));
    if (cached.isPresent()) {
      return cached.get();
    }
    Backend present = store.read(handle -> requireSource(handle, source));
    signature.verify(body, present, clock.instant());
    cache.add(present);
    return present;
  }

  private boolean isSignedBy(Backend backend, byte[] body, Signature signature) {
    try {
      signature.verify(body, backend, clock.instant());
      return true;
    } catch (OkaydException e) {
      // the cached secret may be old; verification with the current one reports a wrong signature
      return false;
    }
  }

  /** The current backend; verifies again if its secret has changed since. */
  Backend requireStillVerified(
      Handle handle, byte[] body, Signature signature, Backend verifiedAs) {
    Backend present = requireSource(handle, verifiedAs.name());
    if (!present.isVerifiedAs(verifiedAs)) {
      signature.verify(body, present, clock.instant());
    }
    requireEvents(present);
    return present;
  }

  private static void requireEvents(Backend backend) {
    backend
        .xenstore()
        .ifPresent(
            key -> {
              throw new OkaydException(
                  ErrorCode.READ_FROM_XENSTORE,
                  "Backend \"%s\" is registered with the xenstore key %s of domain %s; register it without xenstore to send events"
                      .formatted(backend.name(), key.key(), key.domain()));
            });
  }

  private Backend requireSource(Handle handle, String source) {
    return backends
        .get(handle, source)
        .orElseThrow(
            () ->
                new OkaydException(
                    ErrorCode.UNKNOWN_EVENT_SOURCE,
                    "The source of the event is not a registered backend; expected the name given to PUT /v1/backends/{backend}"));
  }

  /** The backends verified most recently, so that the next event needs no read of the store. */
  private static final class VerifiedBackendCache {
    private static final int MAX = 10_000;

    private final Map<String, Backend> byName =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Backend> eldest) {
            return size() > MAX;
          }
        };

    synchronized Optional<Backend> find(String name) {
      return Optional.ofNullable(byName.get(name));
    }

    synchronized void add(Backend backend) {
      byName.put(backend.name(), backend);
    }
  }
}
