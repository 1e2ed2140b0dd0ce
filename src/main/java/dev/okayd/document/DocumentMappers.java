package dev.okayd.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.okayd.fdt.NodePath;
import java.io.IOException;
import java.util.Optional;

/**
 * Strict mappers for documents from any source: they reject unknown fields, missing fields and
 * implicit conversions.
 */
public final class DocumentMappers {
  private DocumentMappers() {}

  /** A mapper for JSON. */
  public static ObjectMapper json() {
    return strict(new JsonMapper());
  }

  /** A mapper for YAML, which includes JSON. */
  public static ObjectMapper yaml() {
    return strict(new YAMLMapper());
  }

  /** Reads and writes node paths as strings: the device-tree library does not depend on JSON. */
  private static SimpleModule nodePaths() {
    return new SimpleModule("node-paths")
        .addSerializer(NodePath.class, ToStringSerializer.instance)
        .addDeserializer(
            NodePath.class,
            new FromStringDeserializer<NodePath>(NodePath.class) {
              private static final long serialVersionUID = 1L;

              @Override
              protected NodePath _deserialize(String text, DeserializationContext context) {
                return NodePath.parse(text);
              }
            });
  }

  /** Rejects strings that {@link Texts} rejects, such as one with U+0000, where C would end it. */
  private static SimpleModule texts() {
    return new SimpleModule("texts")
        .addDeserializer(
            String.class,
            new StringDeserializer() {
              private static final long serialVersionUID = 1L;

              @Override
              public String deserialize(JsonParser parser, DeserializationContext context)
                  throws IOException {
                String text = super.deserialize(parser, context);
                Optional<String> fault = text == null ? Optional.empty() : Texts.fault(text);
                if (fault.isPresent()) {
                  throw context.instantiationException(
                      String.class, new IllegalArgumentException("The text has " + fault.get()));
                }
                return text;
              }
            });
  }

  /** Makes a mapper strict. */
  @SuppressWarnings("deprecation") // an existing mapper has no other API for this
  public static ObjectMapper strict(ObjectMapper mapper) {
    mapper
        .coercionConfigFor(LogicalType.Textual)
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    return mapper
        .registerModule(new Jdk8Module())
        .registerModule(nodePaths())
        .registerModule(texts())
        .setDefaultPropertyInclusion(JsonInclude.Include.NON_ABSENT)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .configure(MapperFeature.ALLOW_COERCION_OF_SCALARS, false)
        .configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true);
  }
}
