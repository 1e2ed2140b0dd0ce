package dev.okayd.store.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Wires this package by hand, for tests without Quarkus. */
public final class StoredJsonAssembly {
  private StoredJsonAssembly() {}

  /** Reads documents of this version only, as a planted bug does. */
  public static StoredJson strict(ObjectMapper mapper) {
    return new StoredJson(mapper) {
      @Override
      public <T> T read(String text, Class<T> type) {
        try {
          return mapper.readValue(text, type);
        } catch (JsonProcessingException e) {
          throw new IllegalStateException("The store has an unreadable " + type.getSimpleName(), e);
        }
      }
    };
  }

  /** Reads and writes documents with a mapper. */
  public static StoredJson json(ObjectMapper mapper) {
    return new StoredJson(mapper);
  }
}
