package io.topicwire.mqtt.engine;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttUnsupportedVersionException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.packet.MalformedPacketException;
import io.topicwire.mqtt.packet.PacketType;
import io.topicwire.mqtt.stream.ServerAddress;

/**
 * Chooses the version of MQTT to speak with each server: the preferred one until the
 * server refuses it, then another one for as long as that works. Pure.
 */
final class VersionChoice {

	private final List<ProtocolVersion> versions;

	private final Map<ServerAddress, Experience> experiences = new HashMap<>();

	/**
	 * Create a choice.
	 * @param versions the versions to choose from, the preferred one first
	 */
	VersionChoice(List<ProtocolVersion> versions) {
		this.versions = versions;
	}

	ProtocolVersion choose(ServerAddress server) {
		return experience(server).next;
	}

	/**
	 * Note that a server has accepted a connection.
	 */
	void accepted(Attempt attempt) {
		Experience experience = experience(attempt.server());
		experience.refused.clear();
		experience.preferredWorks |= isPreferred(attempt.version());
	}

	/**
	 * Note that an attempt failed before the server accepted the connection.
	 * @return whether another version is to be tried at once
	 */
	boolean failed(Attempt attempt, MqttException failure) {
		Experience experience = experience(attempt.server());
		boolean refused = failure instanceof MqttUnsupportedVersionException;
		if (refused) {
			experience.refused.add(attempt.version());
			experience.preferredWorks &= !isPreferred(attempt.version());
		}
		if (refused || (isPreferred(attempt.version()) && !experience.preferredWorks && mayMeanRefusal(failure))) {
			for (ProtocolVersion version : this.versions) {
				if (version != attempt.version() && !experience.refused.contains(version)) {
					experience.next = version;
					return true;
				}
			}
		}
		// Nobody knows why it failed, and the server may have learnt something meanwhile
		experience.refused.clear();
		experience.next = this.versions.get(0);
		return false;
	}

	/**
	 * Return whether a server that does not know the version may behave like that:
	 * RabbitMQ closes the connection, Moquette sends a CONNACK that is none.
	 */
	private static boolean mayMeanRefusal(MqttException failure) {
		return failure instanceof UnansweredConnectException || (failure instanceof MalformedPacketException malformed
				&& malformed.packetType() == PacketType.CONNACK);
	}

	private boolean isPreferred(ProtocolVersion version) {
		return version == this.versions.get(0);
	}

	private Experience experience(ServerAddress server) {
		Experience experience = this.experiences.get(server);
		if (experience == null) {
			experience = new Experience(this.versions.get(0));
			this.experiences.put(server, experience);
		}
		return experience;
	}

	/**
	 * What is known about one server.
	 */
	private static final class Experience {

		private final Set<ProtocolVersion> refused = EnumSet.noneOf(ProtocolVersion.class);

		private ProtocolVersion next;

		private boolean preferredWorks;

		Experience(ProtocolVersion next) {
			this.next = next;
		}

	}

}
