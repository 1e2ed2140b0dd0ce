package dev.okayd.docs;

import dev.okayd.error.ErrorCode;
import dev.okayd.eventlog.LogType;
import dev.okayd.setting.Setting;
import dev.okayd.start.OkaydSettings;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The pages of the documentation that are made from tables in the code. */
final class GeneratedDocs {
  private static final String NOTE =
      "\n<!-- Generated: ./mvnw test -Dtest=GeneratedDocsTest -Ddocs.write=true -->\n";

  private GeneratedDocs() {}

  /** Text by file name. */
  static Map<String, String> all() {
    return Map.of("configuration.md", configuration(), "errors.md", errors(), "log.md", log());
  }

  private static String configuration() {
    StringBuilder page = new StringBuilder("# Configuration\n").append(NOTE);
    page.append(
        """

        Give a setting as `-Dname=value` before `-jar`, as an environment variable, or as a line `name=value` of
        `config/application.properties` in the working directory. A system property overrides an environment variable, which overrides
        the file. Settings take effect when okayd starts.

        okayd does not start with a value out of range or with an `okayd.` name that it does not know. It prints one line for each such
        setting, with the nearest known name, and ends with status 1. It refuses an environment variable that begins like a setting
        (`OKAYD_STORE_`) or nearly has the name of one, and ignores other variables that begin with `OKAYD_`. It also ignores those that
        Kubernetes sets for services (`OKAYD_STORE_SERVICE_HOST`, `OKAYD_STORE_PORT_8080_TCP`).

        A duration is a number with a unit (`500ms`, `30s`, `5m`, `2h`, `1d`), a number of seconds, or an ISO 8601 duration (`PT30S`).
        A setting with a key (`."NAME"`) has a value for each key. An environment variable can set it for keys of lower-case letters and digits.
        The settings of Quarkus that an operator needs are in [operations.md](operations.md).
        """);
    for (Class<?> mapping : OkaydSettings.MAPPINGS) {
      Map<String, Setting> byMethod =
          Setting.of(mapping).stream()
              .collect(
                  Collectors.toMap(setting -> setting.method().getName(), Function.identity()));
      JavadocText texts = JavadocText.of(mapping);
      String prefix = mapping.getAnnotation(io.smallrye.config.ConfigMapping.class).prefix();
      page.append("\n## `%s`\n%s\n\n".formatted(prefix, texts.ofType()));
      page.append("| setting | environment variable | default | values | meaning |\n");
      page.append("|---|---|---|---|---|\n");
      for (Map.Entry<String, String> text : texts.byMethod().entrySet()) {
        Setting setting = byMethod.remove(text.getKey());
        if (setting == null) {
          throw new IllegalStateException("%s has no setting %s".formatted(mapping, text.getKey()));
        }
        page.append(row(setting, text.getValue()));
      }
      if (!byMethod.isEmpty()) {
        throw new IllegalStateException("%s has no Javadoc: %s".formatted(mapping, byMethod));
      }
    }
    return page.toString();
  }

  private static String row(Setting setting, String meaning) {
    String relation = setting.relation().map(words -> "; " + words).orElse("");
    return "| `%s` | `%s` | %s | %s | %s |\n"
        .formatted(
            setting.name() + (setting.isMap() ? ".\"NAME\"" : ""),
            setting.variable() + (setting.isMap() ? "_NAME_" : ""),
            setting.defaultValue().map("`%s`"::formatted).orElse(""),
            cell(setting.expected() + relation),
            cell(meaning));
  }

  private static String errors() {
    StringBuilder page = new StringBuilder("# Errors\n").append(NOTE);
    page.append(
        """

        An answer that refuses a request is a problem document (RFC 9457, `application/problem+json`). `code` identifies the cause and never
        changes its meaning; `detail` names what okayd found. The commands print the code of a plan or a spec that they refuse.

        | code | status | cause | what to do |
        |---|---|---|---|
        """);
    Arrays.stream(ErrorCode.values())
        .sorted(Comparator.comparing(ErrorCode::code))
        .forEach(
            code ->
                page.append(
                    "| `%s` | %d | %s | %s |\n"
                        .formatted(
                            code.code(), code.status(), cell(code.title()), cell(code.action()))));
    return page.toString();
  }

  private static String log() {
    StringBuilder page = new StringBuilder("# Log\n").append(NOTE);
    page.append(
        """

        okayd appends an entry to its log in the transaction of each change. `GET /v1/log` returns the log in pages, `GET /v1/stream` as
        server-sent events. An entry has `seq`, `at`, `type`, `subject` and `data`.
        """);
    for (LogType type : LogType.values()) {
      page.append(
          "\n## `%s`\n%s Subject: `%s`.\n".formatted(type.type(), type.meaning(), type.subject()));
      if (!type.fields().isEmpty()) {
        page.append("\n| field of `data` | meaning |\n|---|---|\n");
        type.fields()
            .forEach(
                field ->
                    page.append("| `%s` | %s |\n".formatted(field.name(), cell(field.meaning()))));
      }
    }
    return page.toString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
