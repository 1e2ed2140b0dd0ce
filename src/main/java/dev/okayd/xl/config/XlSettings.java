package dev.okayd.xl.config;

import dev.okayd.xl.config.XlValue.Atom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of an xl.cfg by the types that xl wants them to have. xl only warns of one that has
 * another type, and goes on as if it were not there; here it is a fault, for nobody means that.
 */
public final class XlSettings {
  /** xl reads settings as C's long and uses them as int. */
  private static final long MOST = Integer.MAX_VALUE;

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

  /** A setting that is a number, this one or a greater one. */
  public Optional<Integer> number(String name, int least) {
    return find(name)
        .filter(setting -> isOfKind(setting, false))
        .flatMap(setting -> number(setting, least));
  }

  private Optional<Integer> number(XlSetting setting, int least) {
    Optional<Long> number =
        setting.added()
            ? Optional.empty()
            : CNumber.parse(setting.text()).filter(value -> value >= least && value <= MOST);
    if (number.isEmpty()) {
      diagnostics.error(
          setting.position(),
          "%s is %s, a number from %d on is expected%s",
          setting.name(),
          QuotedText.of(setting.text()),
          least,
          setting.added() ? ", and xl takes no += for numbers" : "");
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

  /** xl stops reading {@code disk=} and the like at an entry that is a list, and says nothing. */
  private void addIfString(String name, XlValue value, List<Atom> strings) {
    if (value instanceof Atom atom) {
      strings.add(atom);
    } else {
      diagnostics.error(
          value.position(),
          "A list is found in %s=, a string in quotation marks is expected",
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
