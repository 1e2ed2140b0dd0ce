package dev.okayd.store.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Reads and writes JSON documents in columns. A later version of okayd may have written a document,
 * so the reader ignores unknown fields and reads unknown enum constants as {@link StoredEnum} does.
 * Requests are parsed strictly, elsewhere.
 */
@ApplicationScoped
public class StoredJson {
  private static final Logger LOG = Logger.getLogger(StoredJson.class);

  private final ObjectMapper writer;
  private final ObjectMapper reader;

  public StoredJson(ObjectMapper mapper) {
    this.writer = mapper;
    this.reader =
        mapper
            .copy()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addHandler(new UnknownEnumHandler());
  }

  /** The JSON text of a document. */
  public String write(Object document) {
    try {
      return writer.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write " + document.getClass(), e);
    }
  }

  /** The document of a JSON text. A failure is a bug, not bad input. */
  public <T> T read(String text, Class<T> type) {
    try {
      return reader.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The store has an unreadable " + type.getSimpleName(), e);
    }
  }

  /** The document of a JSON text, if this version can read it; for documents that are optional. */
  public <T> Optional<T> tryRead(String text, Class<T> type) {
    try {
      return Optional.of(reader.readValue(text, type));
    } catch (JsonProcessingException e) {
      LOG.debugf(
          "A stored %s is unreadable and ignored: %s",
          type.getSimpleName(), e.getOriginalMessage());
      return Optional.empty();
    }
  }
}
