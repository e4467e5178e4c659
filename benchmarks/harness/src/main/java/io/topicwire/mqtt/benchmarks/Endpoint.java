package io.topicwire.mqtt.benchmarks;

/**
 * Where a client is to connect to, and how.
 *
 * @param port the port on 127.0.0.1
 * @param clientId the client id
 * @param version the protocol version, 4 for MQTT 3.1.1 or 5
 * @param outstanding how many messages will be unfinished at most
 * @param virtualThreads whether to use virtual threads, if the library lets its user
 * choose
 */
public record Endpoint(int port, String clientId, int version, int outstanding, boolean virtualThreads) {

	/** The host, as an address so that nothing has to be looked up. */
	public static final String HOST = "127.0.0.1";

	/**
	 * Return whether MQTT 5 is to be spoken.
	 * @return {@code false} for MQTT 3.1.1
	 */
	public boolean isVersion5() {
		return this.version == 5;
	}

	/**
	 * Return this endpoint for another client.
	 * @param clientId the client id
	 * @return a new endpoint
	 */
	public Endpoint clientId(String clientId) {
		return new Endpoint(this.port, clientId, this.version, this.outstanding, this.virtualThreads);
	}

}
