package dev.okayd.xl;

import dev.okayd.platform.HexNumber;
import dev.okayd.platform.Region;
import dev.okayd.xl.config.ListEntryException;
import dev.okayd.xl.config.QuotedText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entry of {@code iomem=}: {@code START,PAGES[@GFN]}, page numbers in hexadecimal. Slots must
 * not use this range of the guest's addresses.
 */
final class IomemEntry {
  /** A page number of nine digits is an address of 48 bits, the maximum on Arm. */
  private static final String PAGES = "(?:0[xX])?0*([0-9a-fA-F]{1,9})";

  private static final Pattern ENTRY =
      Pattern.compile("\\s*" + PAGES + ",\\s*" + PAGES + "(?:@" + PAGES + ")?");

  private static final int PAGE_BITS = 12;

  private IomemEntry() {}

  /**
   * The range in the guest's address space.
   *
   * @throws ListEntryException if xl would refuse it, or if there is no such range
   */
  static Region parse(String text) {
    Matcher matcher = ENTRY.matcher(text);
    if (!matcher.matches() || pages(matcher.group(2)) == 0) {
      throw new ListEntryException(
          "%s was found, START,PAGES or START,PAGES@GFN in hexadecimal is expected"
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
