package dev.okayd.document;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.okayd.fdt.NodePath;

/** How files of platforms are read: nothing unknown, nothing missing, nothing twice. */
public final class KebabCaseYaml {
  private KebabCaseYaml() {}

  public static DocumentReader reader() {
    return new DocumentReader(mapper());
  }

  private static ObjectMapper mapper() {
    return YAMLMapper.builder()
        .addModule(new Jdk8Module())
        .addModule(new SimpleModule("paths").addDeserializer(NodePath.class, new PathReader()))
        .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .build();
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
