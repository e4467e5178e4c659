package io.topicwire.mqtt.engine;

import java.time.Duration;

import io.topicwire.mqtt.HandlerFailurePolicy;
import io.topicwire.mqtt.MessageHandler;
import io.topicwire.mqtt.UnmatchedMessagePolicy;
import org.jspecify.annotations.Nullable;

/**
 * How handlers of received messages are called.
 *
 * @param concurrency how many may run at once
 * @param stuckAfter how long one may run before the others go on without it, zero for
 * ever
 * @param failurePolicy what becomes of a message whose handler failed
 * @param unmatchedPolicy what becomes of a message that no handler wants
 * @param byDefault handles messages that no subscription wants, if there is one
 */
public record HandlerSettings(int concurrency, Duration stuckAfter, HandlerFailurePolicy failurePolicy,
		UnmatchedMessagePolicy unmatchedPolicy, @Nullable MessageHandler byDefault) {

}
