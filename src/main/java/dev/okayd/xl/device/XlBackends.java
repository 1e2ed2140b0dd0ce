package dev.okayd.xl.device;

import dev.okayd.plan.spec.BackendSpec;
import dev.okayd.xl.config.ListEntryException;
import dev.okayd.xl.config.QuotedText;
import dev.okayd.xl.config.XlDiagnostics;
import dev.okayd.xl.config.XlPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The backends of an xl.cfg, which has for each a domid or the name of a domain
 * (libxl_domain_qualifier_to_domid: all digits are a domid, none at all is domain 0).
 */
public final class XlBackends {
  /** What xl calls domain 0. */
  private static final String DOMAIN_0 = "Domain-0";

  private static final int MOST_DIGITS = 5;

  private final XlDiagnostics diagnostics;
  private final UniqueNames names = new UniqueNames();
  private final Map<String, BackendSpec> byQualifier = new HashMap<>();
  private final List<BackendSpec> inOrder = new ArrayList<>();

  public XlBackends(XlDiagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /**
   * The backend that xl knows by this.
   *
   * @param qualifier domid or name; domain 0 if it is not said
   * @param position of the device, for what is to be said
   */
  BackendSpec of(Optional<String> qualifier, XlPosition position) {
    String said = qualifier.filter(text -> !text.equals(DOMAIN_0)).orElse("0");
    String key = isDomid(said) ? String.valueOf(domid(said)) : said;
    BackendSpec known = byQualifier.get(key);
    if (known == null) {
      known = isDomid(said) ? numbered(domid(said)) : named(said, position);
      byQualifier.put(key, known);
      inOrder.add(known);
    }
    return known;
  }

  /** Those of which more is known than the name. */
  public List<BackendSpec> listed() {
    return inOrder.stream().filter(backend -> backend.domid().isPresent()).toList();
  }

  private static boolean isDomid(String qualifier) {
    return qualifier.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static int domid(String digits) {
    String significant = digits.replaceFirst("^0+", "");
    if (significant.length() > MOST_DIGITS) {
      throw new ListEntryException(
          "backend is %s, which is no domid".formatted(QuotedText.of(digits)));
    }
    return significant.isEmpty() ? 0 : Integer.parseInt(significant);
  }

  private BackendSpec numbered(int domid) {
    String name = names.like("dom" + domid, "domain");
    return new BackendSpec(name, Optional.of(domid), Optional.empty());
  }

  private BackendSpec named(String domain, XlPosition position) {
    String name = names.like(domain, "domain");
    if (!name.equals(domain)) {
      diagnostics.note(
          position,
          "backend %s is \"%s\" in the spec, for names are of a-z, 0-9 and inner hyphens; the xl.cfg that plan writes needs the domain's own name, or the backend a domid in the spec",
          QuotedText.of(domain),
          name);
    }
    return new BackendSpec(name, Optional.empty(), Optional.empty());
  }
}
