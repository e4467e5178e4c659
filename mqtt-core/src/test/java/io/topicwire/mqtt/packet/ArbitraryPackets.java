package io.topicwire.mqtt.packet;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.topicwire.mqtt.MessageProperties;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.RetainHandling;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.Will;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Arbitrary packets that a version of MQTT allows.
 */
final class ArbitraryPackets {

	private final ProtocolVersion version;

	private final boolean mqtt5;

	private final ArbitraryFields fields = new ArbitraryFields();

	private ArbitraryPackets(ProtocolVersion version) {
		this.version = version;
		this.mqtt5 = version == ProtocolVersion.MQTT_5;
	}

	/**
	 * Return packets of all types, each as often as the others.
	 */
	static Arbitrary<Packet> of(ProtocolVersion version) {
		ArbitraryPackets packets = new ArbitraryPackets(version);
		return Arbitraries.oneOf(Stream.of(PacketType.values())
			.filter((packetType) -> packetType != PacketType.AUTH || version == ProtocolVersion.MQTT_5)
			.map(packets::ofType)
			// There would be more of them than of anything else
			.map(Arbitrary::withoutEdgeCases)
			.toList());
	}

	private Arbitrary<Packet> ofType(PacketType packetType) {
		Arbitrary<Properties> properties = this.mqtt5 ? new ArbitraryProperties(packetType, this.fields).any()
				: Arbitraries.just(Properties.NONE);
		Arbitrary<Integer> identifier = this.fields.number(1, 65_535);
		Arbitrary<ReasonCode> reasonCode = Arbitraries.of(reasonCodes(packetType));
		return switch (packetType) {
			case CONNECT -> connect(properties);
			case CONNACK -> Combinators.combine(this.fields.flag(), reasonCode, properties)
				.as((sessionPresent, code, values) -> new Connack(sessionPresent && code == ReasonCode.SUCCESS, code,
						values));
			case PUBLISH -> publish(identifier);
			case PUBACK -> Combinators.combine(identifier, reasonCode, properties).as(Puback::new);
			case PUBREC -> Combinators.combine(identifier, reasonCode, properties).as(Pubrec::new);
			case PUBREL -> Combinators.combine(identifier, reasonCode, properties).as(Pubrel::new);
			case PUBCOMP -> Combinators.combine(identifier, reasonCode, properties).as(Pubcomp::new);
			case SUBSCRIBE -> Combinators.combine(identifier, some(request()), properties).as(Subscribe::new);
			case SUBACK -> Combinators.combine(identifier, some(reasonCode), properties).as(Suback::new);
			case UNSUBSCRIBE ->
				Combinators.combine(identifier, some(this.fields.topic()), properties).as(Unsubscribe::new);
			case UNSUBACK ->
				Combinators.combine(identifier, this.mqtt5 ? some(reasonCode) : Arbitraries.just(List.of()), properties)
					.as(Unsuback::new);
			case PINGREQ -> Arbitraries.just(Pingreq.INSTANCE);
			case PINGRESP -> Arbitraries.just(Pingresp.INSTANCE);
			case DISCONNECT -> Combinators.combine(reasonCode, properties).as(Disconnect::new);
			case AUTH -> Combinators.combine(reasonCode, properties).as(Auth::new);
		};
	}

	private List<ReasonCode> reasonCodes(PacketType packetType) {
		if (this.mqtt5) {
			List<ReasonCode> allowed = ReasonCodesTests.allowedIn(packetType);
			return allowed.isEmpty() ? List.of(ReasonCode.SUCCESS) : allowed;
		}
		return switch (packetType) {
			case CONNACK -> List.of(ReasonCode.SUCCESS, ReasonCode.UNSUPPORTED_PROTOCOL_VERSION,
					ReasonCode.CLIENT_IDENTIFIER_NOT_VALID, ReasonCode.SERVER_UNAVAILABLE,
					ReasonCode.BAD_USER_NAME_OR_PASSWORD, ReasonCode.NOT_AUTHORIZED);
			case SUBACK -> List.of(ReasonCode.SUCCESS, ReasonCode.GRANTED_QOS_1, ReasonCode.GRANTED_QOS_2,
					ReasonCode.UNSPECIFIED_ERROR);
			default -> List.of(ReasonCode.SUCCESS);
		};
	}

	private Arbitrary<Packet> connect(Arbitrary<Properties> properties) {
		return Combinators
			.combine(this.fields.string(), this.fields.flag(), this.fields.number(0, 65_535), will().injectNull(0.5),
					this.fields.string().injectNull(0.3), this.fields.bytes().injectNull(0.3), properties)
			.as((clientId, cleanStart, keepAlive, will, username, password, values) -> new Connect(this.version,
					clientId, cleanStart || clientId.isEmpty(), keepAlive, will, username,
					(this.mqtt5 || username != null) ? password : null, values));
	}

	private Arbitrary<Will> will() {
		Arbitrary<Long> delay = this.mqtt5 ? this.fields.unsigned() : Arbitraries.just(0L);
		return Combinators.combine(this.fields.topic().flatMap((topic) -> message(topic, List.of(false))), delay)
			.as((message, seconds) -> new Will(message, Duration.ofSeconds(seconds)));
	}

	private Arbitrary<Packet> publish(Arbitrary<Integer> identifier) {
		Arbitrary<Integer> topicAlias = this.fields.number(0, this.mqtt5 ? 65_535 : 0);
		Arbitrary<String> topic = this.fields.topic().injectNull(0.2);
		return Combinators.combine(identifier, topic, topicAlias)
			.flatAs((packetIdentifier, name,
					alias) -> message((name != null) ? name : (alias != 0) ? "" : "a", List.of(true, false))
						.map((message) -> new Publish((message.qos() != QoS.AT_MOST_ONCE) ? packetIdentifier : 0,
								message.duplicate(), message, alias)));
	}

	private Arbitrary<MqttMessage> message(String topic, List<Boolean> duplicate) {
		boolean published = duplicate.size() > 1;
		return Combinators
			.combine(this.fields.bytes(), Arbitraries.of(QoS.class), this.fields.flag(), Arbitraries.of(duplicate),
					messageProperties(published))
			.as((payload, qos, retain, again, properties) -> new MqttMessage(topic, payload, qos, retain,
					again && qos != QoS.AT_MOST_ONCE, properties));
	}

	private Arbitrary<MessageProperties> messageProperties(boolean published) {
		if (!this.mqtt5) {
			return Arbitraries.just(MessageProperties.NONE);
		}
		Arbitrary<List<Integer>> subscriptionIdentifiers = this.fields.number(1, 0xFFFFFFF)
			.list()
			.ofMaxSize(published ? 3 : 0);
		return Combinators
			.combine(this.fields.flag(), this.fields.unsigned().injectNull(0.5), this.fields.string().injectNull(0.5),
					this.fields.topic().injectNull(0.5), this.fields.bytes().injectNull(0.5),
					this.fields.userProperty().list().ofMaxSize(3), subscriptionIdentifiers)
			.as(MessageProperties::new);
	}

	private Arbitrary<Subscribe.Request> request() {
		Arbitrary<SubscribeOptions> options = Arbitraries.of(QoS.class).map(SubscribeOptions::of);
		if (this.mqtt5) {
			options = Combinators
				.combine(Arbitraries.of(QoS.class), this.fields.flag(), this.fields.flag(),
						Arbitraries.of(RetainHandling.class))
				.as(SubscribeOptions::new);
		}
		return Combinators.combine(this.fields.topic(), options).as(Subscribe.Request::new);
	}

	private <T> Arbitrary<List<T>> some(Arbitrary<T> elements) {
		return elements.list().ofMinSize(1).ofMaxSize(4);
	}

}
