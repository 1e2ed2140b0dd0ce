package dev.okayd.store.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** This package put together by hand, for those who run okayd without its framework. */
public final class StoredJsonAssembly {
  private StoredJsonAssembly() {}

  /** Documents of this version alone, as an okayd with a bug reads them. */
  public static StoredJson strict(ObjectMapper mapper) {
    return new StoredJson(mapper) {
      @Override
      public <T> T read(String text, Class<T> type) {
        try {
          return mapper.readValue(text, type);
        } catch (JsonProcessingException e) {
          throw new IllegalStateException("The store holds no " + type.getSimpleName(), e);
        }
      }
    };
  }

  /** Documents by a mapper. */
  public static StoredJson json(ObjectMapper mapper) {
    return new StoredJson(mapper);
  }
}
