package io.topicwire.mqtt.session;

import java.util.List;

/**
 * What a stored session holds.
 *
 * @param publishes the messages to send, in the order of their numbers
 * @param received the received messages of QoS 2 whose exchanges are not finished, in any
 * order
 * @param lastNumber the highest number that any message of the session has had, finished
 * ones included; 0 if there was none
 * @since 0.1.0
 */
public record SessionState(List<StoredPublish> publishes, List<StoredReceipt> received, long lastNumber) {

	/**
	 * The state of a new session.
	 */
	public static final SessionState EMPTY = new SessionState(List.of(), List.of(), 0);

	/**
	 * Create a state.
	 */
	public SessionState {
		publishes = List.copyOf(publishes);
		received = List.copyOf(received);
	}

}
