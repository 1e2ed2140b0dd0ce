package dev.okayd.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The words that a document can have in a place.
 *
 * @param known all of them
 */
public record KnownWords(List<String> known) {

  /** As they are listed in a message. */
  public KnownWords {
    known = List.copyOf(known);
  }

  /** The words that a mapper takes for the constants of an enum. */
  static KnownWords of(ObjectMapper mapper, JavaType type) {
    return new KnownWords(
        Arrays.stream(type.getRawClass().getEnumConstants())
            .flatMap(constant -> word(mapper, type, constant))
            .toList());
  }

  /** None for a constant that is only ever shown. */
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

  /** Whether this is one of them. */
  public boolean have(String word) {
    return known.contains(word);
  }

  /** What to say of a value that is no such word. */
  public String noneOf(JsonNode value) {
    return "%s is none of %s%s"
        .formatted(
            FoundValue.text(value),
            String.join(", ", known),
            value.isTextual() ? suggestion(value.textValue()) : "");
  }

  /** What to say of a field that has no such name. */
  public String noField(String name) {
    return "The field is not known; known are %s%s"
        .formatted(String.join(", ", known), suggestion(name));
  }

  /** The name of a field as it can stand in a message, whoever has sent it. */
  public static String shown(String name) {
    return FoundValue.name(name);
  }

  private String suggestion(String word) {
    return SpellingSuggestion.to(word, known).map("; did you mean \"%s\"?"::formatted).orElse("");
  }
}
