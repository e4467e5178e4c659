package io.topicwire.mqtt.benchmarks.measure;

import java.io.IOException;

/**
 * The stub, which counts and tells.
 */
final class StubServer implements Server {

	private final Control control;

	private int number;

	StubServer(Control control) {
		this.control = control;
	}

	@Override
	public void begin() throws IOException {
		this.control.reset();
	}

	@Override
	public void awaitPublished(long count, Barrier barrier) throws IOException {
		this.control.awaitPublished(count);
	}

	@Override
	public String filter(int qos, long count, int payload) {
		return "source/" + qos + "/" + count + "/" + payload + "/" + this.number++;
	}

	@Override
	public void send(String filter, int qos, long count, int payload) {
		// It does so when it is asked for the subscription
	}

	@Override
	public void awaitAcknowledged(long count) throws IOException {
		this.control.awaitAcknowledged(count);
	}

	@Override
	public void close() throws IOException {
		this.control.close();
	}

}
