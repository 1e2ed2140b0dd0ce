package dev.okayd.document.quarkus;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.okayd.document.DocumentMappers;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** Requests are read as strictly as files are. */
@Singleton
final class StrictObjectMapper implements ObjectMapperCustomizer {
  @Override
  public void customize(ObjectMapper mapper) {
    DocumentMappers.strict(mapper);
  }
}
