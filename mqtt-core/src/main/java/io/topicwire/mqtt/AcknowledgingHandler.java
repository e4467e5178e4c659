package io.topicwire.mqtt;

/**
 * Callback for received messages that are acknowledged when the application says so, in
 * any order, on any thread, at any later time. Called like a {@link MessageHandler}.
 * <p>
 * Messages that wait for their acknowledgement count against the Receive Maximum of the
 * client: when that many wait, the broker sends no more of QoS 1 and 2 to this client,
 * whichever handler they are for. Acknowledgements leave in the order in which the
 * messages came (MQTT 5.0, section 4.6), so that one that is missing holds back all
 * behind it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface AcknowledgingHandler {

	/**
	 * Handle a message. If this method throws before the message was acknowledged, the
	 * message is treated like one whose {@link MessageHandler} threw.
	 * @param message the message
	 * @param acknowledgement what the broker is to be told about it; may be used now or
	 * later
	 * @throws java.util.concurrent.CancellationException if the message shall not be
	 * handled now, because the application is about to stop: it is left unacknowledged,
	 * and neither logged nor counted as a failure
	 * @throws Exception if the message could not be handled
	 */
	void handle(MqttMessage message, Acknowledgement acknowledgement) throws Exception;

}
