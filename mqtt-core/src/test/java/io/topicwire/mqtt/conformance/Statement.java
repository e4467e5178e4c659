package io.topicwire.mqtt.conformance;

import java.util.List;

/**
 * A normative statement of a specification and what it means for a client.
 *
 * @param id the identifier, such as {@code MQTT-3.3.1-1}
 * @param packet the packet or the part of the protocol it is about
 * @param applies when it applies: {@code send}, {@code receive}, {@code both} or
 * {@code server}
 * @param requirement what is demanded, in our words
 * @param test how a test proves it
 */
record Statement(String id, String packet, String applies, String requirement, String test) {

	static Statement of(List<String> fields) {
		if (fields.size() != 5) {
			throw new IllegalArgumentException("Row has " + fields.size() + " fields instead of 5: " + fields);
		}
		return new Statement(fields.get(0), fields.get(1), fields.get(2), fields.get(3), fields.get(4));
	}

	boolean isForServersOnly() {
		return this.applies.equals("server");
	}

}
