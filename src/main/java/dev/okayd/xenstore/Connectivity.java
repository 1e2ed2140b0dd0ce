package dev.okayd.xenstore;

/** Whether xenstored can be asked. */
public sealed interface Connectivity {

  /**
   * It can.
   *
   * @param number counts the connections of this process, from 1
   */
  record Connected(long number) implements Connectivity {}

  /** It cannot. */
  record Lost(String why) implements Connectivity {}
}
