package dev.okayd.fdt.dts;

import java.util.regex.Pattern;

/** Signs that a source text has to go through a C preprocessor before it is compiled. */
final class Preprocessing {
  private static final String OF_SOURCE =
      "; if this source is written for a C preprocessor, give --cpp, and -I DIR for its headers";

  private static final String OF_MACRO =
      "; if it is a macro, give --cpp, and -I DIR for the header that defines it";

  private static final Pattern DIRECTIVE =
      Pattern.compile("#(include|define|undef|if|ifdef|ifndef|else|elif|endif|error|pragma)");

  private Preprocessing() {}

  /** To be put behind a message about a token; empty where a preprocessor would not help. */
  static String helpFor(Token token) {
    if (token.kind() == Token.Kind.WORD) {
      return OF_MACRO;
    }
    return token.kind() == Token.Kind.NAME && DIRECTIVE.matcher(token.text()).matches()
        ? OF_SOURCE
        : "";
  }
}
