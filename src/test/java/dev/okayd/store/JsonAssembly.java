package dev.okayd.store;

import com.fasterxml.jackson.databind.ObjectMapper;

/** This package put together by hand, for those who run okayd without its framework. */
public final class JsonAssembly {
  private JsonAssembly() {}

  /** Documents by a mapper. */
  public static Json json(ObjectMapper mapper) {
    return new Json(mapper);
  }
}
