package io.topicwire.mqtt.benchmarks.comparison;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The process of the stub.
 */
final class StubProcess implements AutoCloseable {

	private final Process process;

	private final Ports ports;

	StubProcess(Process process) throws IOException {
		this.process = process;
		BufferedReader output = process.inputReader(StandardCharsets.US_ASCII);
		String line = output.readLine();
		if (line == null) {
			throw new IOException("The stub ended with exit code " + process.onExit().join().exitValue());
		}
		String[] ports = line.split(" ");
		this.ports = new Ports(Integer.parseInt(ports[0]), Integer.parseInt(ports[1]), Integer.parseInt(ports[2]), 0);
	}

	Ports ports() {
		return this.ports;
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit().join();
	}

}
