package dev.okayd.document;

import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import java.util.ArrayList;
import java.util.List;

/** Describes the kind of value that a deserializer accepts. */
final class ExpectedValue {
  private static final String STRING = "a string";
  private static final String NUMBER = "a whole number";

  private ExpectedValue() {}

  static String of(JsonDeserializer<?> deserializer) {
    if (deserializer instanceof BeanDeserializerBase bean) {
      return oneOf(bean.getValueInstantiator());
    }
    Class<?> type = deserializer.handledType();
    if (type == int.class || type == Integer.class) {
      return "a whole number from %d to %d".formatted(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (type == long.class || type == Long.class) {
      return NUMBER;
    }
    return type == boolean.class || type == Boolean.class ? "true or false" : STRING;
  }

  /** Describes a type that is written as one value. */
  private static String oneOf(ValueInstantiator instantiator) {
    List<String> kinds = new ArrayList<>();
    if (instantiator.canCreateFromInt()) {
      kinds.add(NUMBER);
    }
    if (instantiator.canCreateFromString()) {
      kinds.add(STRING);
    }
    return kinds.isEmpty() ? "another value" : String.join(" or ", kinds);
  }
}
