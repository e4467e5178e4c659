package io.topicwire.mqtt.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.packet.PacketType;

/**
 * What happens on a wire that is cut.
 *
 * @param version the version of MQTT
 * @param published what the client publishes
 * @param received what the broker sends to the client
 * @param keeping what survives of the client when the wire is cut
 */
record CutScenario(ProtocolVersion version, List<QoS> published, List<QoS> received, Keeping keeping) {

	/**
	 * Return the scenarios with messages of one quality of service in one direction.
	 */
	static List<CutScenario> oneWay() {
		return oneWay(2, Keeping.values());
	}

	/**
	 * Return the scenarios with a single message.
	 */
	static List<CutScenario> single() {
		return oneWay(1, Keeping.MEMORY, Keeping.STORED);
	}

	private static List<CutScenario> oneWay(int messages, Keeping... keepings) {
		List<CutScenario> scenarios = new ArrayList<>();
		for (ProtocolVersion version : ProtocolVersion.values()) {
			for (QoS qos : List.of(QoS.AT_LEAST_ONCE, QoS.EXACTLY_ONCE)) {
				for (Keeping keeping : keepings) {
					List<QoS> all = Collections.nCopies(messages, qos);
					scenarios.add(new CutScenario(version, all, List.of(), keeping));
					scenarios.add(new CutScenario(version, List.of(), all, keeping));
				}
			}
		}
		return scenarios;
	}

	/**
	 * Return the scenarios with messages of QoS 1 and 2 in both directions.
	 */
	static List<CutScenario> mixed() {
		List<QoS> qos = List.of(QoS.AT_LEAST_ONCE, QoS.EXACTLY_ONCE, QoS.AT_LEAST_ONCE, QoS.EXACTLY_ONCE);
		List<CutScenario> scenarios = new ArrayList<>();
		for (ProtocolVersion version : ProtocolVersion.values()) {
			scenarios.add(new CutScenario(version, qos, qos, Keeping.MEMORY));
			scenarios.add(new CutScenario(version, qos, qos, Keeping.STORED));
		}
		return scenarios;
	}

	/**
	 * Return the types of the packets of a scenario in one direction.
	 */
	Set<PacketType> packetTypes() {
		Set<PacketType> types = EnumSet.of(PacketType.CONNECT, PacketType.CONNACK, PacketType.SUBSCRIBE,
				PacketType.SUBACK, PacketType.PUBLISH);
		boolean twice = this.published.contains(QoS.EXACTLY_ONCE) || this.received.contains(QoS.EXACTLY_ONCE);
		types.addAll(twice ? EnumSet.of(PacketType.PUBREC, PacketType.PUBREL, PacketType.PUBCOMP)
				: EnumSet.of(PacketType.PUBACK));
		return types;
	}

	@Override
	public String toString() {
		return "MQTT " + this.version + ", " + describe("published", this.published)
				+ describe("received", this.received) + this.keeping;
	}

	private static String describe(String what, List<QoS> messages) {
		String levels = messages.stream()
			.map((qos) -> String.valueOf(qos.level()))
			.collect(Collectors.joining(" and "));
		return messages.isEmpty() ? "" : what + " with QoS " + levels + ", ";
	}

	/**
	 * What survives of the client.
	 */
	enum Keeping {

		/** The client itself, with its session in memory. */
		MEMORY,

		/** A session on disk, after the client was closed. */
		DISK,

		/**
		 * What was stored of the session at the moment of the cut. Whatever the client
		 * does then did not happen, as if its process had been killed.
		 */
		STORED

	}

}
