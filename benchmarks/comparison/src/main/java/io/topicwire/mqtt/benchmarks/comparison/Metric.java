package io.topicwire.mqtt.benchmarks.comparison;

import java.util.Arrays;
import java.util.List;

import io.topicwire.mqtt.benchmarks.measure.Kind;
import io.topicwire.mqtt.benchmarks.measure.Task;

/**
 * What is measured in a process of its own for each client and round.
 */
enum Metric {

	/** Publish QoS 0 with a completion for each message. */
	PUBLISH_QOS0("publish-qos0", Kind.PUBLISH, 0, 64, 5_000),

	/** Publish QoS 0 without asking what becomes of it. */
	SEND_QOS0("send-qos0", Kind.SEND, 0, 64, 5_000),

	/** Publish QoS 0 and wait each time. */
	PUBLISH_QOS0_BLOCKING("publish-qos0-blocking", Kind.PUBLISH_BLOCKING, 0, 64, 1),

	/** Publish QoS 1. */
	PUBLISH_QOS1("publish-qos1", Kind.PUBLISH, 1, 64, 1_000),

	/** Publish QoS 2. */
	PUBLISH_QOS2("publish-qos2", Kind.PUBLISH, 2, 64, 1_000),

	/** Receive QoS 0. */
	RECEIVE_QOS0("receive-qos0", Kind.RECEIVE, 0, 64, 1_000),

	/** Receive QoS 1 and acknowledge. */
	RECEIVE_QOS1("receive-qos1", Kind.RECEIVE, 1, 64, 1_000),

	/** Time of a blocking publish of QoS 1. */
	ROUND_TRIP_QOS1("round-trip-qos1", Kind.ROUND_TRIP, 1, 64, 1),

	/** Time until a message of QoS 0 has come back. */
	ECHO_QOS0("echo-qos0", Kind.ECHO, 0, 64, 1),

	/** Receive QoS 0 and read a record from its JSON. */
	LISTENER_JSON("listener-json", Kind.RECEIVE, 0, 64, 1_000),

	/** Publish 64 KiB. */
	PUBLISH_64K("publish-64k", Kind.PUBLISH, 0, 64 * 1024, 100),

	/** Receive 64 KiB. */
	RECEIVE_64K("receive-64k", Kind.RECEIVE, 0, 64 * 1024, 100),

	/** Time from the start of a process to the CONNACK. */
	START("start", Kind.START, 0, 0, 1),

	/** Memory for each of 1,000 connections. */
	IDLE_1000("idle-1000", Kind.IDLE, 0, 0, 1, 1_000),

	/** Memory for each of 5,000 connections. */
	IDLE_5000("idle-5000", Kind.IDLE, 0, 0, 1, 5_000);

	private final String option;

	private final Kind kind;

	private final int qos;

	private final int payload;

	private final int window;

	private final int connections;

	Metric(String option, Kind kind, int qos, int payload, int window) {
		this(option, kind, qos, payload, window, 1);
	}

	Metric(String option, Kind kind, int qos, int payload, int window, int connections) {
		this.option = option;
		this.kind = kind;
		this.qos = qos;
		this.payload = payload;
		this.window = window;
		this.connections = connections;
	}

	String option() {
		return this.option;
	}

	Kind kind() {
		return this.kind;
	}

	boolean isIdle() {
		return this.kind == Kind.IDLE;
	}

	/**
	 * Return whether messages are sent or received by clients.
	 */
	boolean isTraffic() {
		return !isIdle() && this.kind != Kind.START && this != LISTENER_JSON;
	}

	/**
	 * Return what matters most of what is measured.
	 */
	Quantity quantity() {
		return switch (this.kind) {
			case ROUND_TRIP, ECHO -> Quantity.P50;
			case START -> Quantity.START;
			case IDLE -> Quantity.RESIDENT;
			default -> (this.payload > 1_000) ? Quantity.MEGABYTES : Quantity.RATE;
		};
	}

	/**
	 * Return how often it is measured: memory does not change much, and takes long.
	 */
	int rounds(Plan plan) {
		return isIdle() ? 1 : plan.rounds();
	}

	// So much of Spring is called for each message that it takes long to be compiled
	private int warmup(Plan plan) {
		return (this == LISTENER_JSON) ? 2 * plan.warmup() : plan.warmup();
	}

	Task task(Client client, Plan plan, Ports ports) {
		int port = isIdle() ? ports.idlePort() : ports.port();
		return new Task(client.className(), this.kind, this.qos, this.payload, this.window, 1, this.connections,
				warmup(plan), plan.duration(), plan.version(), port, ports.controlPort(), ports.stubPort(),
				client == Client.VIRTUAL);
	}

	static List<Metric> all() {
		return List.of(values());
	}

	/**
	 * Return the metrics of a list such as {@code publish-qos0,receive-qos0}.
	 */
	static List<Metric> parse(String options) {
		return Arrays.stream(options.split(","))
			.map((option) -> Arrays.stream(values())
				.filter((metric) -> metric.option.equals(option.trim()))
				.findFirst()
				.orElseThrow(() -> new IllegalArgumentException("There is no metric '" + option + "'; there are "
						+ Arrays.stream(values()).map(Metric::option).toList())))
			.toList();
	}

}
