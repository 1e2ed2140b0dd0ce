package dev.okayd.fdt.dts;

import java.util.regex.Pattern;

/** Signs that a source text has to go through a C preprocessor before it is compiled. */
final class Preprocessing {
  private static final String HELP =
      "; if this source is written for a C preprocessor, compile it with --cpp, and -I DIR for its headers";

  private static final Pattern DIRECTIVE =
      Pattern.compile("#(include|define|undef|if|ifdef|ifndef|else|elif|endif|error|pragma)");

  private Preprocessing() {}

  /** To be put behind a message about a token; empty where a preprocessor would not help. */
  static String helpFor(Token token) {
    boolean helps =
        token.kind() == Token.Kind.WORD
            || (token.kind() == Token.Kind.NAME && DIRECTIVE.matcher(token.text()).matches());
    return helps ? HELP : "";
  }
}
