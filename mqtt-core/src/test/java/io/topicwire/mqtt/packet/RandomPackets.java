package io.topicwire.mqtt.packet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

import io.topicwire.mqtt.MessageProperties;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.RetainHandling;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.Will;
import org.jspecify.annotations.Nullable;

/**
 * Valid packets by chance, the same ones for the same seed.
 */
final class RandomPackets {

	private static final List<Property<?>> PROPERTIES = properties();

	private final Random random;

	private final ProtocolVersion version;

	RandomPackets(long seed, ProtocolVersion version) {
		this.random = new Random(seed);
		this.version = version;
	}

	private static List<Property<?>> properties() {
		List<Property<?>> properties = new ArrayList<>();
		for (int identifier = 0; identifier < 256; identifier++) {
			Property<?> property = Property.find(identifier);
			if (property != null) {
				properties.add(property);
			}
		}
		return properties;
	}

	Packet next(PacketType packetType) {
		int id = 1 + this.random.nextInt(65535);
		Properties properties = (this.version == ProtocolVersion.MQTT_5) ? properties(packetType) : Properties.NONE;
		return switch (packetType) {
			case CONNECT -> connect(properties);
			case CONNACK -> connack(properties);
			case PUBLISH -> publish(id);
			case PUBACK -> new Puback(id, reasonCode(packetType), properties);
			case PUBREC -> new Pubrec(id, reasonCode(packetType), properties);
			case PUBREL -> new Pubrel(id, reasonCode(packetType), properties);
			case PUBCOMP -> new Pubcomp(id, reasonCode(packetType), properties);
			case SUBSCRIBE -> new Subscribe(id, list(this::request), properties);
			case SUBACK -> new Suback(id, list(() -> reasonCode(packetType)), properties);
			case UNSUBSCRIBE -> new Unsubscribe(id, list(this::topic), properties);
			case UNSUBACK -> new Unsuback(id,
					(this.version == ProtocolVersion.MQTT_5) ? list(() -> reasonCode(packetType)) : List.of(),
					properties);
			case PINGREQ -> Pingreq.INSTANCE;
			case PINGRESP -> Pingresp.INSTANCE;
			case DISCONNECT -> new Disconnect(reasonCode(packetType), properties);
			case AUTH -> new Auth(reasonCode(packetType), properties);
		};
	}

	private Connect connect(Properties properties) {
		boolean cleanStart = this.random.nextBoolean();
		String clientId = cleanStart ? string() : "id" + string();
		String username = maybe(this::string);
		byte[] password = (username != null || this.version == ProtocolVersion.MQTT_5) ? maybe(this::bytes) : null;
		return new Connect(this.version, clientId, cleanStart, this.random.nextInt(65536), maybe(this::will), username,
				password, properties);
	}

	private Will will() {
		long delay = (this.version == ProtocolVersion.MQTT_5) ? unsigned() : 0;
		return new Will(message(topic(), false, false), Duration.ofSeconds(delay));
	}

	private Connack connack(Properties properties) {
		ReasonCode reasonCode = reasonCode(PacketType.CONNACK);
		return new Connack(reasonCode == ReasonCode.SUCCESS && this.random.nextBoolean(), reasonCode, properties);
	}

	private Publish publish(int id) {
		boolean duplicate = this.random.nextBoolean();
		int topicAlias = (this.version == ProtocolVersion.MQTT_5 && this.random.nextBoolean())
				? 1 + this.random.nextInt(65535) : 0;
		String topic = (topicAlias != 0 && this.random.nextBoolean()) ? "" : topic();
		MqttMessage message = message(topic, duplicate, true);
		if (message.qos() != QoS.AT_MOST_ONCE) {
			return new Publish(id, duplicate, message, topicAlias);
		}
		return new Publish(0, false, new MqttMessage(topic, message.payload(), QoS.AT_MOST_ONCE, message.retain(),
				false, message.properties()), topicAlias);
	}

	private MqttMessage message(String topic, boolean duplicate, boolean withSubscriptionIdentifiers) {
		MessageProperties properties = MessageProperties.NONE;
		if (this.version == ProtocolVersion.MQTT_5 && this.random.nextBoolean()) {
			properties = new MessageProperties(this.random.nextBoolean(), maybe(this::unsigned), maybe(this::string),
					maybe(this::topic), maybe(this::bytes), list(this::userProperty),
					withSubscriptionIdentifiers ? list(() -> 1 + this.random.nextInt(0xFFFFFFF)) : List.of());
		}
		return new MqttMessage(topic, bytes(), QoS.of(this.random.nextInt(3)), this.random.nextBoolean(), duplicate,
				properties);
	}

	private Subscribe.Request request() {
		QoS qos = QoS.of(this.random.nextInt(3));
		if (this.version == ProtocolVersion.MQTT_3_1_1) {
			return new Subscribe.Request(topic(), SubscribeOptions.of(qos));
		}
		return new Subscribe.Request(topic(), new SubscribeOptions(qos, this.random.nextBoolean(),
				this.random.nextBoolean(), RetainHandling.values()[this.random.nextInt(3)]));
	}

	private ReasonCode reasonCode(PacketType packetType) {
		List<ReasonCode> candidates = List.of(ReasonCode.SUCCESS);
		if (this.version == ProtocolVersion.MQTT_5) {
			candidates = ReasonCodesTests.allowedIn(packetType);
		}
		else if (packetType == PacketType.CONNACK) {
			candidates = List.of(ReasonCode.SUCCESS, ReasonCode.NOT_AUTHORIZED, ReasonCode.SERVER_UNAVAILABLE);
		}
		else if (packetType == PacketType.SUBACK) {
			candidates = List.of(ReasonCode.SUCCESS, ReasonCode.GRANTED_QOS_1, ReasonCode.GRANTED_QOS_2,
					ReasonCode.UNSPECIFIED_ERROR);
		}
		return candidates.get(this.random.nextInt(candidates.size()));
	}

	private Properties properties(PacketType packetType) {
		Properties.Builder builder = Properties.builder();
		if (Property.AUTHENTICATION_METHOD.isAllowedIn(packetType)) {
			builder.add(Property.AUTHENTICATION_METHOD, string());
		}
		for (Property<?> property : PROPERTIES) {
			boolean wanted = property != Property.AUTHENTICATION_METHOD && this.random.nextInt(3) == 0;
			if (wanted && property.isAllowedIn(packetType)) {
				add(builder, property);
				if (property.mayRepeatIn(packetType)) {
					add(builder, property);
				}
			}
		}
		return builder.build();
	}

	private <T> void add(Properties.Builder builder, Property<T> property) {
		PropertyType<T> type = property.valueType();
		Object value;
		if (type == PropertyType.BYTE) {
			value = this.random.nextInt(2);
		}
		else if (type == PropertyType.TWO_BYTES) {
			value = 1 + this.random.nextInt(65535);
		}
		else if (type == PropertyType.VARIABLE) {
			value = 1 + this.random.nextInt(0xFFFFFFF);
		}
		else if (type == PropertyType.FOUR_BYTES) {
			value = 1 + this.random.nextInt(Integer.MAX_VALUE) * 2L;
		}
		else if (type == PropertyType.STRING) {
			value = string();
		}
		else {
			value = (type == PropertyType.BINARY) ? bytes() : userProperty();
		}
		builder.add(property, type.cast(value));
	}

	private UserProperty userProperty() {
		return new UserProperty(string(), string());
	}

	private long unsigned() {
		return this.random.nextInt() & 0xFFFFFFFFL;
	}

	private String topic() {
		return "t/" + string();
	}

	private String string() {
		StringBuilder string = new StringBuilder();
		int length = this.random.nextInt((this.random.nextInt(20) == 0) ? 300 : 12);
		while (string.length() < length) {
			int codePoint = 1 + this.random.nextInt((this.random.nextInt(4) == 0) ? Character.MAX_CODE_POINT : 0x7F);
			boolean allowed = codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE;
			if (allowed && codePoint != '+' && codePoint != '#') {
				string.appendCodePoint(codePoint);
			}
		}
		return string.toString();
	}

	private byte[] bytes() {
		byte[] bytes = new byte[this.random.nextInt((this.random.nextInt(20) == 0) ? 20_000 : 40)];
		this.random.nextBytes(bytes);
		return bytes;
	}

	private <T> List<T> list(Supplier<T> elements) {
		List<T> list = new ArrayList<>();
		do {
			list.add(elements.get());
		}
		while (this.random.nextInt(3) != 0);
		return list;
	}

	private <T> @Nullable T maybe(Supplier<T> value) {
		return this.random.nextBoolean() ? value.get() : null;
	}

}
