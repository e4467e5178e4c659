package io.topicwire.mqtt.benchmarks.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.topicwire.mqtt.benchmarks.Endpoint;

/**
 * What a process is to measure, and where.
 *
 * @param client the class of the client, or {@link #LIMIT}
 * @param kind what is measured
 * @param qos the QoS of the messages
 * @param payload how many bytes of payload each message has
 * @param window how many messages are unfinished at most
 * @param threads how many threads publish
 * @param subscriptions how many subscriptions there are, or connections
 * @param warmup how long to do the same without measuring, at most, in milliseconds
 * @param duration how long to measure, about, in milliseconds
 * @param version the protocol version, 4 for MQTT 3.1.1 or 5
 * @param port the port of the server
 * @param controlPort the control port of the stub
 * @param stubPort the port of the stub if the server is a real broker, 0 if it is the
 * stub
 * @param virtualThreads whether to use virtual threads
 */
public record Task(String client, Kind kind, int qos, int payload, int window, int threads, int subscriptions,
		int warmup, int duration, int version, int port, int controlPort, int stubPort, boolean virtualThreads) {

	/** Instead of a client: plain Java that writes and reads bytes. */
	public static final String LIMIT = "limit";

	/**
	 * Return the task as arguments of a process.
	 * @return the arguments
	 */
	public List<String> toArguments() {
		return List.of("client=" + this.client, "kind=" + this.kind, "qos=" + this.qos, "payload=" + this.payload,
				"window=" + this.window, "threads=" + this.threads, "subscriptions=" + this.subscriptions,
				"warmup=" + this.warmup, "duration=" + this.duration, "version=" + this.version, "port=" + this.port,
				"controlPort=" + this.controlPort, "stubPort=" + this.stubPort,
				"virtualThreads=" + this.virtualThreads);
	}

	/**
	 * Return the task that arguments describe.
	 * @param arguments the arguments of the process
	 * @return the task
	 */
	public static Task of(String... arguments) {
		Map<String, String> values = Arrays.stream(arguments)
			.map((argument) -> argument.split("=", 2))
			.collect(Collectors.toMap((pair) -> pair[0], (pair) -> pair[1]));
		return new Task(value(values, "client"), Kind.valueOf(value(values, "kind")), number(values, "qos"),
				number(values, "payload"), number(values, "window"), number(values, "threads"),
				number(values, "subscriptions"), number(values, "warmup"), number(values, "duration"),
				number(values, "version"), number(values, "port"), number(values, "controlPort"),
				number(values, "stubPort"), Boolean.parseBoolean(value(values, "virtualThreads")));
	}

	private static String value(Map<String, String> values, String name) {
		String value = values.get(name);
		if (value == null) {
			throw new IllegalArgumentException("Argument '" + name + "' is missing");
		}
		return value;
	}

	private static int number(Map<String, String> values, String name) {
		return Integer.parseInt(value(values, name));
	}

	boolean isBroker() {
		return this.stubPort != 0;
	}

	/**
	 * Return the same with the stub instead of the broker, to have it compiled: a broker
	 * is so slow that little would be done often enough.
	 */
	Task rehearsal() {
		return new Task(this.client, this.kind, this.qos, this.payload, this.window, this.threads, this.subscriptions,
				this.warmup, 1, this.version, this.stubPort, this.controlPort, 0, this.virtualThreads);
	}

	/**
	 * Return the same with less time to be compiled, because there was a rehearsal.
	 */
	Task rehearsed() {
		return new Task(this.client, this.kind, this.qos, this.payload, this.window, this.threads, this.subscriptions,
				this.warmup / 4, this.duration, this.version, this.port, this.controlPort, this.stubPort,
				this.virtualThreads);
	}

	boolean isLimit() {
		return this.client.equals(LIMIT);
	}

	byte[] newPayload() {
		return new byte[this.payload];
	}

	Endpoint endpoint() {
		return new Endpoint(this.port, "benchmark-" + ProcessHandle.current().pid(), this.version, this.window,
				this.virtualThreads);
	}

}
