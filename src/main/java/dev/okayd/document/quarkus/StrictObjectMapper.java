package dev.okayd.document.quarkus;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.okayd.document.DocumentMappers;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** Makes Quarkus's mapper as strict as the mapper for files. */
@Singleton
final class StrictObjectMapper implements ObjectMapperCustomizer {
  @Override
  public void customize(ObjectMapper mapper) {
    DocumentMappers.strict(mapper);
  }
}
