package io.topicwire.mqtt.benchmarks.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.topicwire.mqtt.benchmarks.Endpoint;

/**
 * Tells the stub what to do.
 */
final class Control implements AutoCloseable {

	private final Socket socket;

	private final BufferedReader answers;

	Control(int port) throws IOException {
		this.socket = new Socket(Endpoint.HOST, port);
		this.socket.setTcpNoDelay(true);
		this.answers = new BufferedReader(
				new InputStreamReader(this.socket.getInputStream(), StandardCharsets.US_ASCII));
	}

	void reset() throws IOException {
		begin("reset");
		end();
	}

	void awaitPublished(long count) throws IOException {
		begin("published " + count);
		end();
	}

	void awaitAcknowledged(long count) throws IOException {
		begin("acknowledged " + count);
		end();
	}

	void send(int port, String topic, int qos, long count, int payload) throws IOException {
		begin("send " + port + " " + topic + " " + qos + " " + count + " " + payload);
	}

	private void begin(String command) throws IOException {
		this.socket.getOutputStream().write((command + "\n").getBytes(StandardCharsets.US_ASCII));
	}

	void end() throws IOException {
		if (this.answers.readLine() == null) {
			throw new IOException("The stub has closed the control connection");
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
