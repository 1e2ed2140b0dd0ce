package dev.okayd.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds every fault of a document. The mapper's deserializers determine what a field accepts. The
 * check repairs each part as far as possible: it omits unknown fields, and wrong fields that are
 * not required. So it can still check the parts around them.
 */
final class DocumentCheck {
  private final ObjectMapper mapper;
  private final DefaultDeserializationContext context;
  private final Faults faults = new Faults();

  private DocumentCheck(ObjectMapper mapper) {
    this.mapper = mapper;
    this.context =
        ((DefaultDeserializationContext) mapper.getDeserializationContext())
            .createDummyInstance(mapper.getDeserializationConfig());
  }

  /** All faults of a document of a type. */
  static Faults of(ObjectMapper mapper, JsonNode document, JavaType type) {
    DocumentCheck check = new DocumentCheck(mapper);
    check.value(document, type, DocumentPath.DOCUMENT);
    return check.faults;
  }

  /** The repaired value; empty if the fault cannot be omitted. */
  private Optional<JsonNode> value(JsonNode value, JavaType type, DocumentPath place) {
    if (type.isReferenceType()) {
      return value.isNull() ? Optional.of(value) : value(value, type.getReferencedType(), place);
    }
    if (type.isEnumType()) {
      return word(value, type, place);
    }
    if (type.isCollectionLikeType()) {
      return array(value, type, place);
    }
    if (type.isMapLikeType()) {
      return map(value, type, place);
    }
    return deserializer(type) instanceof BeanDeserializerBase bean
        ? bean(value, bean, type, place)
        : made(value, type, place);
  }

  private Optional<JsonNode> bean(
      JsonNode value, BeanDeserializerBase bean, JavaType type, DocumentPath place) {
    if (bean.getValueInstantiator().canCreateFromObjectWith()) {
      return object(value, bean, place).flatMap(repaired -> made(repaired, type, place));
    }
    JavaType inner = bean.getValueInstantiator().getArrayDelegateType(context.getConfig());
    return inner == null
        ? made(value, type, place)
        : value(value, inner, place).flatMap(repaired -> made(repaired, type, place));
  }

  private Optional<JsonNode> object(JsonNode value, BeanDeserializerBase bean, DocumentPath place) {
    if (!value.isObject()) {
      unexpected(value, "an object", place);
      return Optional.empty();
    }
    Map<String, SettableBeanProperty> absent = new TreeMap<>();
    bean.creatorProperties().forEachRemaining(field -> absent.put(field.getName(), field));
    KnownWords known = new KnownWords(List.copyOf(absent.keySet()));
    ObjectNode repaired = mapper.createObjectNode();
    boolean isWhole = true;
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      String name = entry.getKey();
      SettableBeanProperty field = absent.remove(name);
      if (field == null) {
        faults.add(ErrorCode.UNKNOWN_FIELD, () -> known.noField(name) + place.field(name));
      } else {
        Optional<JsonNode> part = field(entry.getValue(), field, place.field(name));
        part.ifPresent(good -> repaired.set(name, good));
        isWhole &= part.isPresent() || !isRequired(field);
      }
    }
    for (SettableBeanProperty field : absent.values()) {
      if (isRequired(field)) {
        faults.add(
            ErrorCode.MISSING_FIELD, () -> "The field is missing" + place.field(field.getName()));
        isWhole = false;
      }
    }
    return isWhole ? Optional.of(repaired) : Optional.empty();
  }

  private Optional<JsonNode> field(JsonNode value, SettableBeanProperty field, DocumentPath place) {
    return value.isNull() && !isRequired(field)
        ? Optional.of(value)
        : value(value, field.getType(), place);
  }

  /** Whether the field has no default for a missing or null value. */
  private boolean isRequired(SettableBeanProperty field) {
    try {
      return field.getNullValueProvider().getAbsentValue(context) == null;
    } catch (JsonMappingException e) {
      return true;
    }
  }

  private Optional<JsonNode> array(JsonNode value, JavaType type, DocumentPath place) {
    if (!value.isArray()) {
      unexpected(value, "an array", place);
      return Optional.empty();
    }
    ArrayNode repaired = mapper.createArrayNode();
    for (int i = 0; i < value.size(); i++) {
      value(value.get(i), type.getContentType(), place.element(i)).ifPresent(repaired::add);
    }
    return repaired.size() == value.size() ? Optional.of(repaired) : Optional.empty();
  }

  private Optional<JsonNode> map(JsonNode value, JavaType type, DocumentPath place) {
    if (!value.isObject()) {
      unexpected(value, "an object", place);
      return Optional.empty();
    }
    ObjectNode repaired = mapper.createObjectNode();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      DocumentPath here = place.field(entry.getKey());
      Optional<JsonNode> key =
          value(mapper.getNodeFactory().textNode(entry.getKey()), type.getKeyType(), here);
      value(entry.getValue(), type.getContentType(), here)
          .filter(good -> key.isPresent())
          .ifPresent(good -> repaired.set(entry.getKey(), good));
    }
    return repaired.size() == value.size() ? Optional.of(repaired) : Optional.empty();
  }

  private Optional<JsonNode> word(JsonNode value, JavaType type, DocumentPath place) {
    KnownWords words = KnownWords.of(mapper, type);
    if (value.isTextual() && words.have(value.textValue())) {
      return Optional.of(value);
    }
    faults.add(ErrorCode.INVALID_VALUE, () -> words.noneOf(value) + place);
    return Optional.empty();
  }

  /** The value itself, if the mapper can convert it. */
  private Optional<JsonNode> made(JsonNode value, JavaType type, DocumentPath place) {
    try {
      Object made = mapper.readerFor(type).<Object>readValue(value);
      if (made instanceof Validatable part) {
        check(part, place);
      }
      if (made != null) {
        return Optional.of(value);
      }
      unexpected(value, expected(type), place);
    } catch (ValueInstantiationException e) {
      ParserMessage.own(e)
          .ifPresentOrElse(
              own -> faults.add(ErrorCode.INVALID_VALUE, () -> own + place),
              () -> unexpected(value, expected(type), place));
    } catch (JsonProcessingException e) {
      unexpected(value, expected(type), place);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading from memory failed", e);
    }
    return Optional.empty();
  }

  private void check(Validatable part, DocumentPath place) {
    Faults own = new Faults();
    part.check(own);
    own.all().forEach(fault -> faults.add(fault.code(), () -> fault.message() + place));
  }

  private void unexpected(JsonNode value, String expected, DocumentPath place) {
    ErrorCode code =
        place.equals(DocumentPath.DOCUMENT) ? ErrorCode.MALFORMED_JSON : ErrorCode.INVALID_VALUE;
    faults.add(
        code,
        () -> "%s was found, %s is expected%s".formatted(FoundValue.text(value), expected, place));
  }

  private String expected(JavaType type) {
    return ExpectedValue.of(deserializer(type));
  }

  private JsonDeserializer<?> deserializer(JavaType type) {
    try {
      return context.findRootValueDeserializer(type);
    } catch (JsonMappingException e) {
      throw new IllegalStateException("There is no deserializer for " + type, e);
    }
  }
}
