package dev.okayd.store.json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Documents that were read lately, by their texts: the same few are read again and again, and
 * making a plan of its text costs more than everything else about a decision. They are immutable,
 * so they can be shared.
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

  /** None yet. */
  public DocumentCache(StoredJson json, Class<T> type) {
    this.json = json;
    this.type = type;
  }

  /** The document of a text. */
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
