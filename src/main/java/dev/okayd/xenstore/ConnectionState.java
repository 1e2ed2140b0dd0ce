package dev.okayd.xenstore;

/** Whether okayd is connected to xenstored. */
public sealed interface ConnectionState {

  /**
   * Connected.
   *
   * @param number number of the connection in this process, from 1
   */
  record Connected(long number) implements ConnectionState {}

  /** Not connected. */
  record Lost(String why) implements ConnectionState {}
}
