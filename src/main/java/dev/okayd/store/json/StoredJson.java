package dev.okayd.store.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Documents as texts of a column. What was written by okayd is read by okayd, but perhaps by an
 * earlier version: fields that it does not know are ignored, and words are read as {@link
 * StoredEnum} has it. Requests are read strictly, elsewhere.
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

  /** The text of a document. */
  public String write(Object document) {
    try {
      return writer.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write " + document.getClass(), e);
    }
  }

  /** The document of a text. Failing to read it is a bug, not an input. */
  public <T> T read(String text, Class<T> type) {
    try {
      return reader.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The store holds no " + type.getSimpleName(), e);
    }
  }

  /** The document of a text that can be done without, if this version can read it. */
  public <T> Optional<T> tryRead(String text, Class<T> type) {
    try {
      return Optional.of(reader.readValue(text, type));
    } catch (JsonProcessingException e) {
      LOG.debugf("A %s is not read: %s", type.getSimpleName(), e.getOriginalMessage());
      return Optional.empty();
    }
  }
}
