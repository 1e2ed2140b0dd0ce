package dev.okayd.fdt.dts.lexer;

import java.util.regex.Pattern;

/** Signs that a source text has to go through a C preprocessor before it is compiled. */
final class PreprocessorHint {
  private static final String OF_SOURCE =
      "; if this source is written for a C preprocessor, give --cpp, and -I DIR for its headers";

  private static final String OF_MACRO =
      "; if it is a macro, give --cpp, and -I DIR for the header that defines it";

  private static final Pattern DIRECTIVE =
      Pattern.compile("#(include|define|undef|if|ifdef|ifndef|else|elif|endif|error|pragma)");

  private PreprocessorHint() {}

  /** To be put behind a message about a token; empty where a preprocessor would not help. */
  static String helpFor(DtsToken token) {
    if (token.kind() == DtsToken.Kind.WORD) {
      return OF_MACRO;
    }
    return token.kind() == DtsToken.Kind.NAME && DIRECTIVE.matcher(token.text()).matches()
        ? OF_SOURCE
        : "";
  }
}
