package io.topicwire.mqtt.boot.autoconfigure;

import java.util.function.Function;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.Will;
import io.topicwire.mqtt.client.MqttClientBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Maps {@link MqttProperties} to what the client and the messaging layer understand. A
 * value that cannot be used is reported with the name of its property.
 */
class MqttPropertiesMapper {

	private final MqttProperties properties;

	MqttPropertiesMapper(MqttProperties properties) {
		this.properties = properties;
	}

	void customize(MqttClientBuilder builder) {
		PropertyMapper map = PropertyMapper.get();
		map.from(this::protocolVersion).to(builder::protocolVersion);
		map.from(this.properties::getKeepAlive).to(builder::keepAlive);
		map.from(this.properties::getPingTimeout).to(builder::pingTimeout);
		map.from(this.properties::getConnectTimeout).to(builder::connectTimeout);
		map.from(this.properties::getOperationTimeout).to(builder::operationTimeout);
		map.from(this.properties::getReceiveMaximum).to(builder::receiveMaximum);
		map.from(this::maximumPacketSize).to(builder::maximumPacketSize);
		map.from(this.properties.getSession()::isCleanStart).to(builder::cleanStart);
		map.from(this.properties.getSession()::getExpiryInterval).to(builder::sessionExpiry);
		MqttProperties.Outbox outbox = this.properties.getOutbox();
		builder.outboxLimit(outbox.getMaxMessages(), outbox.getMaxSize().toBytes());
		map.from(this::reconnectPolicy).to(builder::reconnect);
		map.from(this::will).to(builder::will);
	}

	QoS listenerQos() {
		return qos("mqtt.listener.qos", this.properties.getListener().getQos());
	}

	QoS templateQos() {
		return qos("mqtt.template.qos", this.properties.getTemplate().getQos());
	}

	private ProtocolVersion protocolVersion() {
		String version = this.properties.getProtocolVersion();
		return switch (version) {
			case "5", "5.0" -> ProtocolVersion.MQTT_5;
			case "3.1.1" -> ProtocolVersion.MQTT_3_1_1;
			default -> throw new InvalidConfigurationPropertyValueException("mqtt.protocol-version", version,
					"Use 5 or 3.1.1.");
		};
	}

	private int maximumPacketSize() {
		DataSize size = this.properties.getMaximumPacketSize();
		return attempt("mqtt.maximum-packet-size", size, (value) -> Math.toIntExact(value.toBytes()));
	}

	private ReconnectPolicy reconnectPolicy() {
		MqttProperties.Recovery recovery = this.properties.getRecovery();
		boolean retryFirst = recovery.isEnabled() && !this.properties.isFailFast();
		long maxRetries = (recovery.getMaxRetries() != null) ? recovery.getMaxRetries() : Long.MAX_VALUE;
		return attempt("mqtt.recovery", describe(recovery),
				(value) -> new ReconnectPolicy(recovery.isEnabled(), retryFirst, maxRetries, recovery.getDelay(),
						recovery.getMultiplier(), recovery.getMaxDelay(), recovery.getStableAfter()));
	}

	private static String describe(MqttProperties.Recovery recovery) {
		return "delay=%s, multiplier=%s, max-delay=%s, max-retries=%s, stable-after=%s".formatted(recovery.getDelay(),
				recovery.getMultiplier(), recovery.getMaxDelay(), recovery.getMaxRetries(), recovery.getStableAfter());
	}

	private @Nullable Will will() {
		MqttProperties.Will will = this.properties.getWill();
		String topic = will.getTopic();
		if (!StringUtils.hasLength(topic)) {
			return null;
		}
		MqttMessage message = MqttMessage.of(topic, will.getPayload())
			.payloadIsText(true)
			.qos(qos("mqtt.will.qos", will.getQos()))
			.retain(will.isRetain());
		return attempt("mqtt.will.delay", will.getDelay(), (delay) -> new Will(message, delay));
	}

	private static QoS qos(String name, int level) {
		return attempt(name, level, QoS::of);
	}

	private static <V, T> T attempt(String name, V value, Function<V, T> function) {
		try {
			return function.apply(value);
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			throw new InvalidConfigurationPropertyValueException(name, value, String.valueOf(ex.getMessage()));
		}
	}

}
