package io.topicwire.mqtt.benchmarks.comparison;

/**
 * Where the server is.
 *
 * @param port where clients connect to
 * @param controlPort where the stub is told what to do
 * @param idlePort where thousands of clients connect to
 * @param stubPort where the stub is if clients connect to a real broker, or 0
 */
record Ports(int port, int controlPort, int idlePort, int stubPort) {

	Ports broker(int port) {
		return new Ports(port, this.controlPort, port, this.port);
	}

}
