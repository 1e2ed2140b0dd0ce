package dev.okayd.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The message for a parser error, on one line. The parser's own messages name Java classes and
 * parser options.
 */
final class ParserMessage {
  private static final Pattern TWICE = Pattern.compile("Duplicate field '(.*)'", Pattern.DOTALL);

  private ParserMessage() {}

  /** The message with the position. */
  static String of(JsonProcessingException e) {
    return what(e) + ParserErrorPath.of(e);
  }

  private static String what(JsonProcessingException e) {
    if (e instanceof ValueInstantiationException made) {
      return own(made).orElse("The field does not accept this value");
    }
    if (e instanceof MismatchedInputException) {
      return "The document has an unexpected or an additional value";
    }
    Matcher twice = TWICE.matcher(String.valueOf(e.getOriginalMessage()));
    return twice.matches()
        ? "The field %s occurs twice".formatted(FoundValue.name(twice.group(1)))
        : "The document cannot be read";
  }

  /** The message of one of okayd's own types for a value that it rejects. */
  static Optional<String> own(ValueInstantiationException e) {
    return e.getCause() instanceof IllegalArgumentException own
        ? Optional.of(String.valueOf(own.getMessage()))
        : Optional.empty();
  }
}
