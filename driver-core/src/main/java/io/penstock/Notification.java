package io.penstock;

/**
 * A message sent by {@code NOTIFY}.
 *
 * @param channel the channel's name
 * @param payload the message; empty where it has none
 * @param processId the backend that sent it
 */
public record Notification(String channel, String payload, int processId) implements ListenEvent {}
