package dev.okayd.xl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import dev.okayd.document.DocumentMappers;
import dev.okayd.plan.spec.GuestSpec;
import java.util.regex.Pattern;

/** Writes a guest spec as YAML for people to edit; the same spec always gives the same text. */
public final class SpecYaml {
  private static final ObjectWriter YAML =
      DocumentMappers.strict(
              new YAMLMapper(
                  YAMLFactory.builder()
                      .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                      .disable(YAMLGenerator.Feature.SPLIT_LINES)
                      .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                      .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
                      .stringQuotingChecker(new PlainWords())
                      .build()))
          .writer();

  private SpecYaml() {}

  /** The text of a spec. */
  public static String of(GuestSpec spec) {
    try {
      return YAML.writeValueAsString(spec);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A spec cannot be written", e);
    }
  }

  /**
   * Omits quotation marks only for text that no YAML reader can take for another type. YAML has
   * unusual numbers, such as {@code 1_000} and {@code 12:30}.
   */
  private static final class PlainWords extends StringQuotingChecker.Default {
    private static final long serialVersionUID = 1L;

    private static final Pattern WORD = Pattern.compile("[A-Za-z/][0-9A-Za-z/._-]*");

    @Override
    public boolean needToQuoteValue(String value) {
      return !WORD.matcher(value).matches() || super.needToQuoteValue(value);
    }
  }
}
