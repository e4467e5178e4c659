package io.topicwire.mqtt.benchmarks.measure;

import java.io.IOException;

/**
 * What a measurement asks of the server beyond MQTT.
 */
interface Server extends AutoCloseable {

	/**
	 * Begin to count what is published.
	 */
	void begin() throws IOException;

	/**
	 * Wait until the server has received all that was published since.
	 */
	void awaitPublished(long count, Barrier barrier) throws Exception;

	/**
	 * Return the topic filter to subscribe to in order to get messages.
	 */
	String filter(int qos, long count, int payload);

	/**
	 * Have the messages sent, when the subscription is there.
	 */
	void send(String filter, int qos, long count, int payload) throws IOException;

	/**
	 * Wait until the server has got acknowledgements of all that it has sent.
	 */
	void awaitAcknowledged(long count) throws IOException;

	@Override
	void close() throws IOException;

	static Server of(Task task) throws IOException {
		Control control = new Control(task.controlPort());
		return task.isBroker() ? new BrokerServer(control, task.port()) : new StubServer(control);
	}

	/**
	 * Has the client publish a message of QoS 1 behind all others and waits for the
	 * PUBACK.
	 */
	@FunctionalInterface
	interface Barrier {

		/**
		 * Publish and wait.
		 * @throws Exception if it failed
		 */
		void pass() throws Exception;

	}

}
