package dev.okayd.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.okayd.fdt.NodePath;
import java.util.stream.Collectors;

/** How files of platforms are read: nothing unknown, nothing missing. */
final class PlatformFormat {
  private PlatformFormat() {}

  static ObjectReader reader() {
    return YAMLMapper.builder()
        .addModule(new Jdk8Module())
        .addModule(new SimpleModule("paths").addDeserializer(NodePath.class, new PathReader()))
        .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .build()
        .readerFor(Platform.class);
  }

  /** What is wrong with a file, and where, on one line. */
  static String fault(JsonProcessingException e) {
    String place =
        e instanceof JsonMappingException mapping
            ? mapping.getPath().stream()
                .map(step -> String.valueOf(step.getFieldName()))
                .collect(Collectors.joining("."))
            : "";
    String what = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
    return place.isEmpty() ? what : place + ": " + what;
  }

  private static final class PathReader extends FromStringDeserializer<NodePath> {
    private static final long serialVersionUID = 1L;

    PathReader() {
      super(NodePath.class);
    }

    @Override
    protected NodePath _deserialize(String text, DeserializationContext context) {
      return NodePath.parse(text);
    }
  }
}
