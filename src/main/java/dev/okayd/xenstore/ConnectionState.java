package dev.okayd.xenstore;

/** Whether xenstored can be asked. */
public sealed interface ConnectionState {

  /**
   * It can.
   *
   * @param number grows with each connection of this process, from 1 on
   */
  record Connected(long number) implements ConnectionState {}

  /** It cannot. */
  record Lost(String why) implements ConnectionState {}
}
