package io.topicwire.mqtt.benchmarks.measure;

import java.io.IOException;

/**
 * A real broker, which does not tell what it has received: but it takes the packets of a
 * connection one after the other, so that it has all when it has acknowledged the last.
 * Messages are published to it by the process of the stub.
 */
final class BrokerServer implements Server {

	private final Control control;

	private final int port;

	private int number;

	BrokerServer(Control control, int port) {
		this.control = control;
		this.port = port;
	}

	@Override
	public void begin() {
		// Nothing is counted
	}

	@Override
	public void awaitPublished(long count, Barrier barrier) throws Exception {
		barrier.pass();
	}

	@Override
	public String filter(int qos, long count, int payload) {
		return "received/" + ProcessHandle.current().pid() + "/" + this.number++;
	}

	@Override
	public void send(String filter, int qos, long count, int payload) throws IOException {
		this.control.send(this.port, filter, qos, count, payload);
	}

	@Override
	public void awaitAcknowledged(long count) throws IOException {
		this.control.end();
	}

	@Override
	public void close() throws IOException {
		this.control.close();
	}

}
