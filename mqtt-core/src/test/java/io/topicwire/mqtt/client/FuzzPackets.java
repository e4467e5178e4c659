package io.topicwire.mqtt.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.packet.Auth;
import io.topicwire.mqtt.packet.Connack;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketWriter;
import io.topicwire.mqtt.packet.Pingresp;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import io.topicwire.mqtt.packet.Suback;
import io.topicwire.mqtt.packet.Unsuback;

/**
 * Packets that a broker may send, as an input describes them, so that fuzzing gets beyond
 * the first one.
 */
final class FuzzPackets {

	private static final List<ReasonCode> REASON_CODES = List.of(ReasonCode.values());

	private static final byte[] NOTHING = {};

	private final ProtocolVersion version;

	private final FuzzInput input;

	FuzzPackets(ProtocolVersion version, FuzzInput input) {
		this.version = version;
		this.input = input;
	}

	byte[] connack() {
		boolean sessionPresent = this.input.flag();
		ReasonCode reasonCode = (this.input.next() < 224) ? ReasonCode.SUCCESS : this.input.oneOf(REASON_CODES);
		return write(new Connack(sessionPresent, reasonCode, limits()));
	}

	private Properties limits() {
		Properties.Builder limits = Properties.builder();
		for (int bits = this.input.next(), bit = 0; bits >> bit != 0; bit++) {
			if ((bits >> bit & 1) != 0) {
				addLimit(limits, bit);
			}
		}
		return limits.build();
	}

	private void addLimit(Properties.Builder limits, int number) {
		switch (number) {
			case 0 -> limits.add(Property.RECEIVE_MAXIMUM, 1 + this.input.next() % 4);
			case 1 -> limits.add(Property.MAXIMUM_QOS, this.input.next() % 2);
			case 2 -> limits.add(Property.MAXIMUM_PACKET_SIZE, 1L + this.input.next() % 64);
			case 3 -> limits.add(Property.TOPIC_ALIAS_MAXIMUM, this.input.next() % 4);
			case 4 -> limits.add(Property.RETAIN_AVAILABLE, this.input.next() % 2);
			case 5 -> limits.add(Property.SERVER_KEEP_ALIVE, this.input.next());
			case 6 -> limits.add(Property.ASSIGNED_CLIENT_IDENTIFIER, "assigned");
			default -> {
				limits.add(Property.WILDCARD_SUBSCRIPTION_AVAILABLE, this.input.next() % 2);
				limits.add(Property.SUBSCRIPTION_IDENTIFIER_AVAILABLE, this.input.next() % 2);
				limits.add(Property.SHARED_SUBSCRIPTION_AVAILABLE, this.input.next() % 2);
				limits.add(Property.SESSION_EXPIRY_INTERVAL, (long) this.input.next());
			}
		}
	}

	byte[] publish() {
		QoS qos = QoS.of(this.input.next() % 3);
		int topicAlias = (this.version == ProtocolVersion.MQTT_5) ? Math.max(this.input.next() % 16 - 12, 0) : 0;
		String topic = this.input.oneOf(List.of("a", "a/b", "c", ""));
		MqttMessage message = new MqttMessage(topic, this.input.bytes(this.input.next() % 8), qos, this.input.flag(),
				false, MqttMessage.empty("a").properties());
		return write(new Publish((qos != QoS.AT_MOST_ONCE) ? identifier() : 0, false, message, topicAlias));
	}

	byte[] acknowledgement() {
		int type = this.input.next() % 4;
		int identifier = identifier();
		ReasonCode reasonCode = (this.input.next() < 192) ? ReasonCode.SUCCESS : this.input.oneOf(REASON_CODES);
		Packet packet = switch (type) {
			case 0 -> new Puback(identifier, reasonCode, Properties.NONE);
			case 1 -> new Pubrec(identifier, reasonCode, Properties.NONE);
			case 2 -> new Pubrel(identifier, reasonCode, Properties.NONE);
			default -> new Pubcomp(identifier, reasonCode, Properties.NONE);
		};
		return write(packet);
	}

	byte[] subscriptionAnswer() {
		boolean unsubscribed = this.input.flag();
		int identifier = identifier();
		List<ReasonCode> reasonCodes = new ArrayList<>();
		do {
			reasonCodes.add((this.input.next() < 192) ? ReasonCode.SUCCESS : this.input.oneOf(REASON_CODES));
		}
		while (this.input.next() > 192);
		return write(unsubscribed ? new Unsuback(identifier, reasonCodes, Properties.NONE)
				: new Suback(identifier, reasonCodes, Properties.NONE));
	}

	byte[] other() {
		return switch (this.input.next() % 4) {
			case 0 -> write(new Disconnect(this.input.oneOf(REASON_CODES), Properties.NONE));
			case 1 -> write(new Auth(ReasonCode.CONTINUE_AUTHENTICATION,
					Properties.builder().add(Property.AUTHENTICATION_METHOD, "X").build()));
			default -> write(Pingresp.INSTANCE);
		};
	}

	// The client uses small ones
	private int identifier() {
		return 1 + this.input.next() % 8;
	}

	// What is not allowed can only be sent as bytes
	private byte[] write(Packet packet) {
		PacketWriter writer = new PacketWriter(this.version);
		try {
			writer.write(packet);
			return Arrays.copyOf(writer.array(), writer.size());
		}
		catch (IllegalArgumentException ex) {
			return NOTHING;
		}
	}

}
