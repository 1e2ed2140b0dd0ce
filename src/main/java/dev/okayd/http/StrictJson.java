package dev.okayd.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.okayd.plan.SpecFormat;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** Requests are read as strictly as files are. */
@Singleton
final class StrictJson implements ObjectMapperCustomizer {
  @Override
  public void customize(ObjectMapper mapper) {
    SpecFormat.strict(mapper);
  }
}
