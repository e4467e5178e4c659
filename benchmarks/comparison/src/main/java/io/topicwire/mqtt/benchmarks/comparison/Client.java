package io.topicwire.mqtt.benchmarks.comparison;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.topicwire.mqtt.benchmarks.measure.Task;

/**
 * The clients that are compared.
 */
enum Client {

	/** Plain Java that writes and reads bytes. */
	LIMIT("Limit", "harness", Task.LIMIT),

	/** Eclipse Paho. */
	PAHO("Paho 1.2.5", "paho", "io.topicwire.mqtt.benchmarks.paho.PahoClient"),

	/** The HiveMQ client. */
	HIVEMQ("HiveMQ 1.4.2", "hivemq", "io.topicwire.mqtt.benchmarks.hivemq.HiveMqClient"),

	/** The Vert.x client. */
	VERTX("Vert.x 5.1.1", "vertx", "io.topicwire.mqtt.benchmarks.vertx.VertxClient"),

	/** The client of this project. */
	TOPICWIRE("Topicwire", "topicwire", "io.topicwire.mqtt.benchmarks.topicwire.TopicwireClient"),

	/** The same with virtual threads, which need a newer JDK. */
	VIRTUAL("Topicwire, virtual threads", "topicwire", TOPICWIRE.className),

	/** The converter of the listener, called in a handler. */
	CONVERTER("Converter by hand", "spring", "io.topicwire.mqtt.benchmarks.spring.ConverterClient"),

	/** The listener. */
	LISTENER("@MqttListener", "spring", "io.topicwire.mqtt.benchmarks.spring.ListenerClient");

	private final String title;

	private final String module;

	private final String className;

	Client(String title, String module, String className) {
		this.title = title;
		this.module = module;
		this.className = className;
	}

	String title() {
		return this.title;
	}

	String module() {
		return this.module;
	}

	String className() {
		return this.className;
	}

	boolean isPeer() {
		return this == PAHO || this == HIVEMQ || this == VERTX;
	}

	/**
	 * Return whether the client is to be measured: kinds of threads differ in the memory
	 * that they need, and a listener is compared with what it saves its user.
	 */
	boolean takesPartIn(Metric metric) {
		return switch (this) {
			case VIRTUAL -> metric.isIdle();
			case CONVERTER, LISTENER -> metric == Metric.LISTENER_JSON;
			default -> metric != Metric.LISTENER_JSON;
		};
	}

	static List<Client> all() {
		return List.of(values());
	}

	/**
	 * Return the clients of a list such as {@code topicwire,hivemq}.
	 */
	static List<Client> parse(String names) {
		return Arrays.stream(names.split(",")).map(Client::parseOne).sorted().toList();
	}

	private static Client parseOne(String name) {
		return Arrays.stream(values())
			.filter((client) -> client.name().equals(name.trim().toUpperCase(Locale.ROOT)))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no client '" + name + "'; there are "
					+ Arrays.toString(values()).toLowerCase(Locale.ROOT)));
	}

}
