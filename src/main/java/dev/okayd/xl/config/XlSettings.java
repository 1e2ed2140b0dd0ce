package dev.okayd.xl.config;

import dev.okayd.xl.config.XlValue.Atom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the settings of an xl.cfg with the types that xl expects. For a setting of another type, xl
 * prints a warning and ignores the setting. okayd reports an error, because a wrong type is always
 * a mistake.
 */
public final class XlSettings {
  /** xl parses settings as a C long and uses them as int. */
  private static final long MAX = Integer.MAX_VALUE;

  private final Map<String, XlSetting> byName;
  private final XlDiagnostics diagnostics;

  public XlSettings(Map<String, XlSetting> byName, XlDiagnostics diagnostics) {
    this.byName = byName;
    this.diagnostics = diagnostics;
  }

  /** A setting that is a string or a number. */
  public Optional<Atom> atom(String name) {
    return find(name)
        .filter(setting -> isOfKind(setting, false))
        .map(setting -> new Atom(setting.text(), setting.position()));
  }

  /** A setting that is a number, at least {@code least}. */
  public Optional<Integer> number(String name, int least) {
    return find(name)
        .filter(setting -> isOfKind(setting, false))
        .flatMap(setting -> number(setting, least));
  }

  private Optional<Integer> number(XlSetting setting, int least) {
    Optional<Long> number =
        setting.added()
            ? Optional.empty()
            : CNumber.parse(setting.text()).filter(value -> value >= least && value <= MAX);
    if (number.isEmpty()) {
      diagnostics.error(
          setting.position(),
          "%s is %s, a number of at least %d is expected%s",
          setting.name(),
          QuotedText.of(setting.text()),
          least,
          setting.added() ? ", and xl does not allow += for numbers" : "");
    }
    return number.map(Long::intValue);
  }

  /** A setting that is a list of strings. */
  public List<Atom> strings(String name) {
    List<Atom> strings = new ArrayList<>();
    find(name)
        .filter(setting -> isOfKind(setting, true))
        .ifPresent(setting -> setting.values().forEach(value -> addIfString(name, value, strings)));
    return strings;
  }

  /** xl silently stops reading lists such as {@code disk=} at an entry that is itself a list. */
  private void addIfString(String name, XlValue value, List<Atom> strings) {
    if (value instanceof Atom atom) {
      strings.add(atom);
    } else {
      diagnostics.error(
          value.position(),
          "A list was found in %s=, a string in quotation marks is expected",
          name);
    }
  }

  private Optional<XlSetting> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  private boolean isOfKind(XlSetting setting, boolean list) {
    if (setting.isList() != list) {
      diagnostics.error(
          setting.position(),
          "%s is %s, %s is expected",
          setting.name(),
          setting.isList() ? "a list" : "a string",
          list ? "a list" : "a string or a number");
    }
    return setting.isList() == list;
  }
}
