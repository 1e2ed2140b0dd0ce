package dev.okayd.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;
import dev.okayd.error.OkaydException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads documents, and refuses one with all its faults. A mapper stops at the first fault, so this
 * class reads a refused document again as a tree and checks each part. A document without faults
 * costs nothing extra.
 */
public final class DocumentReader {
  private final ObjectMapper mapper;

  /**
   * A reader that uses a mapper.
   *
   * @param mapper a strict one, which rejects unknown fields
   */
  public DocumentReader(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** Opens the document at its start. */
  private interface Source {
    JsonParser open(JsonFactory factory) throws IOException;
  }

  /**
   * Reads a document; empty if it is {@code null}.
   *
   * @throws OkaydException with all its faults
   */
  public <T> Optional<T> read(byte[] document, Class<T> type) {
    return read(factory -> factory.createParser(document), type);
  }

  /**
   * Reads a document; empty if it is {@code null}.
   *
   * @throws OkaydException with all its faults
   */
  public <T> Optional<T> read(String document, Class<T> type) {
    return read(factory -> factory.createParser(document), type);
  }

  private <T> Optional<T> read(Source source, Class<T> type) {
    try (JsonParser parser = source.open(mapper.getFactory())) {
      return Optional.ofNullable(mapper.readValue(parser, type));
    } catch (JsonProcessingException e) {
      throw refusal(source, type, e);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading from memory failed", e);
    }
  }

  private OkaydException refusal(Source source, Class<?> type, JsonProcessingException first) {
    Optional<JsonNode> tree;
    try {
      tree = tree(source);
    } catch (JsonProcessingException e) {
      return new OkaydException(List.of(ParserFault.of(e)));
    }
    if (tree.isEmpty()) {
      return new OkaydException(ErrorCode.MALFORMED_JSON, "The document is empty");
    }
    Faults faults = DocumentCheck.of(mapper, tree.get(), mapper.constructType(type));
    return faults.isEmpty()
        ? new OkaydException(List.of(ParserFault.of(first)))
        : new OkaydException(faults.all());
  }

  private Optional<JsonNode> tree(Source source) throws JsonProcessingException {
    try (JsonParser parser = source.open(mapper.getFactory())) {
      return Optional.<JsonNode>ofNullable(mapper.readTree(parser))
          .filter(node -> !node.isMissingNode());
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("Reading from memory failed", e);
    }
  }
}
