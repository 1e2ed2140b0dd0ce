package dev.okayd.xenstore;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which domain has a name now: domids change with each start of a domain, names do not. */
public final class Domains {
  /** Where nodes of domains are. */
  private static final String ALL = "/local/domain";

  private static final String DOM0 = "0";

  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,4}");

  private final Xenstore xenstore;

  /** The domains of a xenstore. */
  public Domains(Xenstore xenstore) {
    this.xenstore = xenstore;
  }

  /**
   * The domid that a text names: itself, if it is a number, or that of the domain with this name.
   * Where two have it, as while one is migrated, the later one. A name that its domain may write
   * itself, as those that init-dom0less gives may be, names nothing: it could be another's.
   */
  public Optional<Integer> find(String nameOrDomid) throws XenstoreException {
    if (NUMBER.matcher(nameOrDomid).matches()) {
      return Optional.of(Integer.valueOf(nameOrDomid));
    }
    XenstoreNodes nodes = xenstore.nodes();
    Stream.Builder<Integer> found = Stream.builder();
    for (String domid : nodes.list(ALL)) {
      if (NUMBER.matcher(domid).matches() && isNamed(nodes, domid, nameOrDomid)) {
        found.add(Integer.valueOf(domid));
      }
    }
    return found.build().max(Comparator.naturalOrder());
  }

  /** Whether a domain is the one that a text names. */
  public boolean is(int domid, String nameOrDomid) throws XenstoreException {
    return NUMBER.matcher(nameOrDomid).matches()
        ? Integer.valueOf(nameOrDomid).equals(domid)
        : isNamed(xenstore.nodes(), String.valueOf(domid), nameOrDomid);
  }

  private static boolean isNamed(XenstoreNodes nodes, String domid, String name)
      throws XenstoreException {
    String node = ALL + "/" + domid + "/name";
    return nodes.read(node).equals(Optional.of(name)) && !mayWrite(nodes, domid, node);
  }

  /** The first of the permissions names the owner, who may do anything. */
  private static boolean mayWrite(XenstoreNodes nodes, String domid, String node)
      throws XenstoreException {
    List<String> permissions = nodes.permissions(node);
    return !domid.equals(DOM0)
        && (permissions.get(0).substring(1).equals(domid)
            || permissions.contains("w" + domid)
            || permissions.contains("b" + domid));
  }

  /** Where the nodes of a domain are. */
  public static String pathOf(int domid) {
    return ALL + "/" + domid;
  }

  /** Has somebody look when a domain comes or goes, if the domain of okayd may know. */
  public List<Watch> watch(Runnable look) {
    return List.of(
        xenstore.watch("@introduceDomain", look), xenstore.watch("@releaseDomain", look));
  }
}
