package io.topicwire.mqtt.conformance;

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

	static Statement parse(String row) {
		String[] fields = row.split("\t", -1);
		if (fields.length != 5) {
			throw new IllegalArgumentException("Row has " + fields.length + " fields instead of 5: " + row);
		}
		return new Statement(fields[0], fields[1], fields[2], fields[3], fields[4]);
	}

	boolean isForServersOnly() {
		return this.applies.equals("server");
	}

}
