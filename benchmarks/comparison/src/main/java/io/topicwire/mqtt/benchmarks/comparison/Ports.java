package io.topicwire.mqtt.benchmarks.comparison;

/**
 * Where the server is.
 *
 * @param port where clients connect to
 * @param controlPort where the stub is told what to do
 * @param idlePort where thousands of clients connect to
 * @param broker whether clients connect to a real broker
 */
record Ports(int port, int controlPort, int idlePort, boolean broker) {

	Ports broker(int port) {
		return new Ports(port, this.controlPort, port, true);
	}

}
