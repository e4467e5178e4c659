package io.topicwire.mqtt.spring.listener;

import java.util.concurrent.CompletionStage;

/**
 * Decides what becomes of a message that a listener could not handle, after all attempts.
 * Called on a thread of the listener. Without a recoverer the client's
 * {@link io.topicwire.mqtt.HandlerFailurePolicy} decides.
 *
 * @since 0.1.0
 * @see DeadLetterPublishingRecoverer
 * @see LoggingRecoverer
 * @see ContainerStoppingRecoverer
 */
@FunctionalInterface
public interface MqttMessageRecoverer {

	/**
	 * Recover a message.
	 * @param failed the message and why it failed
	 * @return completed when the message is taken care of, so that it is acknowledged;
	 * completed exceptionally, or not at all by an exception that is thrown, if it is
	 * not: then the client's {@link io.topicwire.mqtt.HandlerFailurePolicy} decides
	 */
	CompletionStage<?> recover(FailedMessage failed);

}
