package dev.okayd.agent;

import java.util.List;

/** What an agent printed until it ended. */
record Output(int exitStatus, List<String> lines, String log) {}
