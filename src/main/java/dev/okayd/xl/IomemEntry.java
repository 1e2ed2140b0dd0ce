package dev.okayd.xl;

import dev.okayd.platform.HexNumber;
import dev.okayd.platform.Region;
import dev.okayd.xl.config.ListEntryException;
import dev.okayd.xl.config.QuotedText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entry of {@code iomem=}: {@code START,PAGES[@GFN]}, numbers of pages in hexadecimal. It is a
 * range of the guest's addresses that slots keep clear of.
 */
final class IomemEntry {
  /** Nine digits of a page number are 48 bits of an address, which is all that Arm has. */
  private static final String PAGES = "(?:0[xX])?0*([0-9a-fA-F]{1,9})";

  private static final Pattern ENTRY =
      Pattern.compile("\\s*" + PAGES + ",\\s*" + PAGES + "(?:@" + PAGES + ")?");

  private static final int PAGE_BITS = 12;

  private IomemEntry() {}

  /**
   * The range, as the guest has it.
   *
   * @throws ListEntryException if xl would refuse it, or if there is no such range
   */
  static Region parse(String text) {
    Matcher matcher = ENTRY.matcher(text);
    if (!matcher.matches() || pages(matcher.group(2)) == 0) {
      throw new ListEntryException(
          "%s is found, START,PAGES or START,PAGES@GFN in hexadecimal is expected"
              .formatted(QuotedText.of(text)));
    }
    String inGuest = matcher.group(3) == null ? matcher.group(1) : matcher.group(3);
    return new Region(
        "iomem " + matcher.group(1),
        new HexNumber(pages(inGuest) << PAGE_BITS),
        new HexNumber(pages(matcher.group(2)) << PAGE_BITS));
  }

  private static long pages(String digits) {
    return Long.parseLong(digits, 16);
  }
}
