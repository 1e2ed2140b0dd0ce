package dev.okayd.fdt.dts.lexer;

import java.util.regex.Pattern;

/** Hints for source texts that need a C preprocessor. */
final class PreprocessorHint {
  private static final String OF_SOURCE =
      "; if this source is written for a C preprocessor, give --cpp, and -I DIR for its headers";

  private static final String OF_MACRO =
      "; if it is a macro, give --cpp, and -I DIR for the header that defines it";

  private static final Pattern DIRECTIVE =
      Pattern.compile("#(include|define|undef|if|ifdef|ifndef|else|elif|endif|error|pragma)");

  private PreprocessorHint() {}

  /** A hint to append to a message about a token; empty if a preprocessor would not help. */
  static String helpFor(DtsToken token) {
    if (token.kind() == DtsToken.Kind.WORD) {
      return OF_MACRO;
    }
    return token.kind() == DtsToken.Kind.NAME && DIRECTIVE.matcher(token.text()).matches()
        ? OF_SOURCE
        : "";
  }
}
