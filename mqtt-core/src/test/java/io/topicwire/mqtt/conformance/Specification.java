package io.topicwire.mqtt.conformance;

import java.util.LinkedHashMap;
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
		SpecificationTable.rows("mqtt-" + version + ".tsv")
			.stream()
			.map(Statement::of)
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

}
