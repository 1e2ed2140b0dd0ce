package dev.okayd.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.regex.Pattern;

/** Shows a value of a document in a message: on one line, truncated. */
final class FoundValue {
  private static final int LONGEST = 60;
  private static final Pattern PLAIN_NAME = Pattern.compile("[0-9A-Za-z_-]{1,60}");

  private FoundValue() {}

  /** Shows a value; arrays and objects are only named as such. */
  static String text(JsonNode value) {
    if (value.isArray()) {
      return "an array";
    }
    if (value.isObject()) {
      return "an object";
    }
    return value.isTextual() ? quoted(value.textValue()) : start(value.toString());
  }

  /** Shows the name of a field. */
  static String name(String name) {
    return PLAIN_NAME.matcher(name).matches() ? name : quoted(name);
  }

  private static String quoted(String text) {
    return TextNode.valueOf(start(text)).toString();
  }

  private static String start(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
