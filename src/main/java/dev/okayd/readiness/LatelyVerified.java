package dev.okayd.readiness;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Backends whose signature was right a while ago, so that their next one can be checked without the
 * store. They may have another secret by now: whoever uses one has to ask {@link
 * Backend#isVerifiedAs} of the backend as it is.
 */
final class LatelyVerified {
  private static final int MOST = 10_000;

  private final Map<String, Backend> byName =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Backend> eldest) {
          return size() > MOST;
        }
      };

  synchronized Optional<Backend> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  synchronized void add(Backend backend) {
    byName.put(backend.name(), backend);
  }
}
