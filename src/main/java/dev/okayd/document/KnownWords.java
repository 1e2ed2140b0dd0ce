package dev.okayd.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The words that are valid at one position of a document.
 *
 * @param known all valid words
 */
public record KnownWords(List<String> known) {

  /** In the order of a message. */
  public KnownWords {
    known = List.copyOf(known);
  }

  /** The words that a mapper accepts for the constants of an enum. */
  static KnownWords of(ObjectMapper mapper, JavaType type) {
    return new KnownWords(
        Arrays.stream(type.getRawClass().getEnumConstants())
            .flatMap(constant -> word(mapper, type, constant))
            .toList());
  }

  /** Empty for a constant that is only written. */
  private static Stream<String> word(ObjectMapper mapper, JavaType type, Object constant) {
    JsonNode word = mapper.valueToTree(constant);
    try {
      return constant.equals(mapper.treeToValue(word, type))
          ? Stream.of(word.textValue())
          : Stream.empty();
    } catch (JsonProcessingException e) {
      return Stream.empty();
    }
  }

  /** Whether a word is valid. */
  public boolean have(String word) {
    return known.contains(word);
  }

  /** The message for a value that is not a valid word. */
  public String noneOf(JsonNode value) {
    return "%s is none of %s%s"
        .formatted(
            FoundValue.text(value),
            String.join(", ", known),
            value.isTextual() ? suggestion(value.textValue()) : "");
  }

  /** The message for an unknown field. */
  public String noField(String name) {
    return "The field is not known; known are %s%s"
        .formatted(String.join(", ", known), suggestion(name));
  }

  /** The name of a field, made safe for a message. */
  public static String shown(String name) {
    return FoundValue.name(name);
  }

  private String suggestion(String word) {
    return SpellingSuggestion.to(word, known).map("; did you mean \"%s\"?"::formatted).orElse("");
  }
}
