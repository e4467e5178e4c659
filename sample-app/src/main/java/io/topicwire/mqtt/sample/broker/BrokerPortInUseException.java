package io.topicwire.mqtt.sample.broker;

/**
 * Thrown when the port of the embedded broker belongs to somebody else.
 *
 * @since 0.1.0
 */
public class BrokerPortInUseException extends RuntimeException {

	private final int port;

	BrokerPortInUseException(String host, int port, Throwable cause) {
		super("Port " + port + " on " + host + " is in use", cause);
		this.port = port;
	}

	/**
	 * Return the port.
	 * @return the port that is in use
	 */
	public int getPort() {
		return this.port;
	}

}
