package io.topicwire.mqtt;

/**
 * Callback for received messages. Called on a thread of the client that neither reads nor
 * writes the connection, one message after the other in the order in which they came; if
 * the client was built with a handler concurrency above 1, that holds for the messages of
 * each topic, and the handler may be called for several topics at the same time. All
 * asynchronous methods of the client may be called from it; a blocking one fails at once.
 *
 * @since 0.1.0
 * @see AcknowledgingHandler
 */
@FunctionalInterface
public interface MessageHandler {

	/**
	 * Handle a message. A message of QoS 1 or 2 is acknowledged after this method has
	 * returned; what happens when it throws is the client's {@link HandlerFailurePolicy}.
	 * @param message the message
	 * @throws java.util.concurrent.CancellationException if the message shall not be
	 * handled now, because the application is about to stop: it is left unacknowledged,
	 * and neither logged nor counted as a failure
	 * @throws Exception if the message could not be handled
	 */
	void handle(MqttMessage message) throws Exception;

}
