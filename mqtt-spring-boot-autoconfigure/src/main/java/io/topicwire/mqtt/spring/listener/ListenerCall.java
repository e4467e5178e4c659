package io.topicwire.mqtt.spring.listener;

import java.util.List;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * One call of a listener: with a message, or with a batch.
 */
interface ListenerCall {

	/**
	 * Return the message, or {@code null} if this is a batch.
	 */
	@Nullable MqttMessage message();

	/**
	 * Return the messages, one unless this is a batch. Made anew each time.
	 */
	List<MqttMessage> messages();

	/**
	 * Call the listener.
	 * @return completed when it is done, or {@code null} if it is done
	 * @throws Exception what the listener throws
	 */
	@Nullable CompletionStage<?> run() throws Exception;

}
