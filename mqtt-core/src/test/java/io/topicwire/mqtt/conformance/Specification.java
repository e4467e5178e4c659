package io.topicwire.mqtt.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A specification with its normative statements.
 */
enum Specification {

	/**
	 * MQTT 3.1.1.
	 */
	MQTT_3_1_1("3.1.1"),

	/**
	 * MQTT 5.0.
	 */
	MQTT_5("5.0");

	private final String version;

	private final Map<String, Statement> statements = new LinkedHashMap<>();

	Specification(String version) {
		this.version = version;
		lines("mqtt-" + version + ".tsv").stream()
			.skip(1)
			.map(Statement::parse)
			.forEach((statement) -> this.statements.put(statement.id(), statement));
	}

	/**
	 * Return the statements by their identifiers, in the order of the specification.
	 */
	Map<String, Statement> statements() {
		return this.statements;
	}

	@Override
	public String toString() {
		return "MQTT " + this.version;
	}

	static List<String> lines(String resource) {
		try (InputStream in = Specification.class.getResourceAsStream("/conformance/" + resource)) {
			if (in == null) {
				throw new IllegalStateException("There is no " + resource);
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
