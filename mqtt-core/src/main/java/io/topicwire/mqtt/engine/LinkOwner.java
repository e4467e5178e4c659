package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttException;

/**
 * What a {@link Link} needs from its owner. Called under the lock of the client.
 */
interface LinkOwner {

	/**
	 * Handle that the broker has accepted the connection.
	 * @param link the link
	 * @param result what was agreed on
	 */
	void connected(Link link, ConnectResult result);

	/**
	 * Handle that the connection failed, before or after it was accepted.
	 * @param link the link
	 * @param failure why
	 */
	void lost(Link link, MqttException failure);

	/**
	 * Handle that the stream is closed and the threads of the link have ended.
	 * @param link the link
	 */
	void closed(Link link);

}
