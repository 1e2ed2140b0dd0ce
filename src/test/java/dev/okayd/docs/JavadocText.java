package dev.okayd.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Javadoc in the source of an interface, as Markdown. */
final class JavadocText {
  private static final Pattern COMMENT =
      Pattern.compile("/\\*\\*(?<text>(?:(?!\\*/).)*)\\*/(?<code>[^{;]*)[{;]", Pattern.DOTALL);
  private static final Pattern COMMENT_OR_LITERAL =
      Pattern.compile("/\\*.*?\\*/|\"(?:[^\"\\\\\n]|\\\\.)*\"", Pattern.DOTALL);
  private static final Pattern METHOD = Pattern.compile("(\\w+)\\(\\)\\s*$");
  private static final Pattern CODE = Pattern.compile("\\{@code ((?:[^{}]|\\{[^{}]*})*)}");

  private final Map<String, String> byMethod = new LinkedHashMap<>();
  private String ofType = "";

  private JavadocText() {}

  static JavadocText of(Class<?> type) {
    Path source = Path.of("src/main/java", type.getName().replace('.', '/') + ".java");
    try {
      return read(Files.readString(source));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JavadocText read(String source) {
    JavadocText texts = new JavadocText();
    Matcher comment = COMMENT.matcher(withoutLiterals(source));
    while (comment.find()) {
      String text = plain(comment.group("text"));
      Matcher method = METHOD.matcher(comment.group("code"));
      if (method.find()) {
        texts.byMethod.put(method.group(1), text);
      } else {
        texts.ofType = text;
      }
    }
    return texts;
  }

  /** A literal of an annotation may have braces, which end the code behind a comment. */
  private static String withoutLiterals(String source) {
    return COMMENT_OR_LITERAL
        .matcher(source)
        .replaceAll(
            found ->
                found.group().startsWith("/") ? Matcher.quoteReplacement(found.group()) : "\"\"");
  }

  private static String plain(String comment) {
    String line = comment.replaceAll("\n *\\* ?", " ").replaceAll("\\s+", " ").strip();
    return CODE.matcher(line)
        .replaceAll(code -> Matcher.quoteReplacement("`" + code.group(1) + "`"));
  }

  /** Of the interface. */
  String ofType() {
    return ofType;
  }

  /** Of its methods, by name, in the order of the source. */
  Map<String, String> byMethod() {
    return byMethod;
  }
}
