package dev.okayd.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a parser has refused, in okayd's own words and on one line: the parser's name Java classes
 * and its own switches.
 */
final class ParserMessage {
  private static final Pattern TWICE = Pattern.compile("Duplicate field '(.*)'", Pattern.DOTALL);

  private ParserMessage() {}

  /** What is wrong, and where. */
  static String of(JsonProcessingException e) {
    return what(e) + ParserErrorPath.of(e);
  }

  private static String what(JsonProcessingException e) {
    if (e instanceof ValueInstantiationException made) {
      return own(made).orElse("The value is none that this field takes");
    }
    if (e instanceof MismatchedInputException) {
      return "Something else is there than is expected, or something more";
    }
    Matcher twice = TWICE.matcher(String.valueOf(e.getOriginalMessage()));
    return twice.matches()
        ? "The field %s is there twice".formatted(FoundValue.name(twice.group(1)))
        : "The document cannot be read";
  }

  /** What a type of okayd's own says of a value that it refuses. */
  static Optional<String> own(ValueInstantiationException e) {
    return e.getCause() instanceof IllegalArgumentException own
        ? Optional.of(String.valueOf(own.getMessage()))
        : Optional.empty();
  }
}
