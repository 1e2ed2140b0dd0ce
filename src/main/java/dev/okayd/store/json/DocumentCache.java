package dev.okayd.store.json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The most recently used documents by their JSON text. okayd reads the same few documents again and
 * again, and parsing a plan costs more than the rest of a decision. Documents are immutable, so
 * callers can share them.
 */
public final class DocumentCache<T> {
  private static final int MOST = 2048;

  private final StoredJson json;
  private final Class<T> type;
  private final Map<String, T> byText =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
          return size() > MOST;
        }
      };

  /** An empty cache. */
  public DocumentCache(StoredJson json, Class<T> type) {
    this.json = json;
    this.type = type;
  }

  /** Parses a text, or returns the cached document. */
  public T read(String text) {
    return known(text).orElseGet(() -> keep(text, json.read(text, type)));
  }

  private synchronized Optional<T> known(String text) {
    return Optional.ofNullable(byText.get(text));
  }

  private synchronized T keep(String text, T document) {
    byText.put(text, document);
    return document;
  }
}
