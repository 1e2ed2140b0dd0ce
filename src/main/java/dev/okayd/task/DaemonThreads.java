package dev.okayd.task;

import java.util.concurrent.ThreadFactory;

/** Makes daemon threads: they do not keep the JVM running when okayd ends. */
public final class DaemonThreads {
  private DaemonThreads() {}

  /** A factory for an executor; all its threads have the same name. */
  public static ThreadFactory named(String name) {
    return task -> create(name, task);
  }

  /** One thread, not started yet. */
  public static Thread create(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
