package io.topicwire.mqtt.boot.autoconfigure;

import java.io.File;
import java.time.Duration;
import java.util.Collections;
import java.util.function.BiConsumer;
import java.util.function.Function;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.VersionNegotiation;
import io.topicwire.mqtt.Will;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.client.MqttClientBuilder;
import io.topicwire.mqtt.spring.listener.ContainerProperties;
import io.topicwire.mqtt.store.DiskSessionStore;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * Maps {@link MqttConnectionProperties} to what the client and the messaging layer
 * understand. A value that cannot be used is reported with the name of its property.
 */
class MqttPropertiesMapper {

	private final MqttConnectionProperties properties;

	MqttPropertiesMapper(MqttConnectionProperties properties) {
		this.properties = properties;
	}

	void customize(MqttClientBuilder builder) {
		protocolVersion(builder);
		set(builder, "mqtt.keep-alive", this.properties.getKeepAlive(), MqttClientBuilder::keepAlive);
		set(builder, "mqtt.ping-timeout", this.properties.getPingTimeout(), MqttClientBuilder::pingTimeout);
		set(builder, "mqtt.connect-timeout", this.properties.getConnectTimeout(), MqttClientBuilder::connectTimeout);
		set(builder, "mqtt.operation-timeout", this.properties.getOperationTimeout(),
				MqttClientBuilder::operationTimeout);
		set(builder, "mqtt.receive-maximum", this.properties.getReceiveMaximum(), MqttClientBuilder::receiveMaximum);
		set(builder, "mqtt.maximum-packet-size", this.properties.getMaximumPacketSize(),
				(target, size) -> target.maximumPacketSize(Math.toIntExact(size.toBytes())));
		builder.cleanStart(this.properties.getSession().isCleanStart());
		sessionExpiry(builder);
		builder.sessionLossPolicy(this.properties.getSession().getLossPolicy());
		builder.resubscribe(this.properties.getSession().getResubscribe());
		sessionStore(builder);
		builder.outbox(outbox());
		set(builder, "mqtt.inbox.max-messages", this.properties.getInbox().getMaxMessages(),
				MqttClientBuilder::inboxMessages);
		set(builder, "mqtt.inbox.max-size", this.properties.getInbox().getMaxSize(),
				(target, size) -> target.inboxLimit(size.toBytes()));
		builder.onInboxOverflow(this.properties.getInbox().getOnOverflow());
		builder.onUnmatchedMessage(this.properties.getInbox().getOnUnmatched());
		set(builder, "mqtt.listener.concurrency", this.properties.getListener().getConcurrency(),
				MqttClientBuilder::handlerConcurrency);
		set(builder, "mqtt.listener.stuck-after", this.properties.getListener().getStuckAfter(),
				MqttClientBuilder::handlerStuckAfter);
		builder.onHandlerFailure(this.properties.getListener().getOnFailure());
		builder.reconnect(reconnectPolicy());
		set(builder, "mqtt.will.topic", this.properties.getWill().getTopic(), (target, topic) -> target.will(will()));
	}

	private void sessionExpiry(MqttClientBuilder builder) {
		MqttSessionProperties session = this.properties.getSession();
		Duration expiryInterval = session.getExpiryInterval();
		String version = this.properties.getProtocolVersion();
		if ("3.1.1".equals(version) && !expiryInterval.isZero()) {
			throw new InvalidConfigurationPropertyValueException("mqtt.session.expiry-interval", expiryInterval,
					"MQTT 3.1.1 has no session expiry. Remove it; mqtt.session.clean-start=false alone keeps the session.");
		}
		if ("auto".equals(version) && session.isCleanStart() != expiryInterval.isZero()) {
			throw new InvalidConfigurationPropertyValueException("mqtt.session.expiry-interval", expiryInterval,
					"MQTT 3.1.1 either continues a session and keeps it or does neither. Set mqtt.session.clean-start=false together with an expiry interval, or none of them.");
		}
		set(builder, "mqtt.session.expiry-interval", expiryInterval, MqttClientBuilder::sessionExpiry);
	}

	private void sessionStore(MqttClientBuilder builder) {
		MqttSessionProperties session = this.properties.getSession();
		File directory = session.getStore().getDirectory();
		if (directory == null) {
			return;
		}
		boolean endsWithConnection = session.getExpiryInterval().isZero()
				&& !"3.1.1".equals(this.properties.getProtocolVersion());
		if (session.isCleanStart() || endsWithConnection || !StringUtils.hasLength(this.properties.getClientId())) {
			throw new InvalidConfigurationPropertyValueException("mqtt.session.store.directory", directory,
					"It is for a session that the broker keeps as well. Set mqtt.client-id, mqtt.session.clean-start=false and, unless the version is 3.1.1, mqtt.session.expiry-interval.");
		}
		builder.sessionStore(DiskSessionStore.at(directory.toPath()).sync(session.getStore().isSync()));
	}

	/**
	 * Set one value, trying it alone first, so that a bad one is reported under the name
	 * of its property.
	 */
	private static <V extends @Nullable Object> void set(MqttClientBuilder builder, String name, V value,
			BiConsumer<MqttClientBuilder, V> setter) {
		attempt(name, value, (candidate) -> {
			MqttClientBuilder trial = MqttClient.builder("mqtt://localhost");
			setter.accept(trial, candidate);
			trial.build().close();
			setter.accept(builder, candidate);
			return builder;
		});
	}

	QoS listenerQos() {
		return qos("mqtt.listener.qos", this.properties.getListener().getQos());
	}

	@Nullable Duration idleEventInterval() {
		Duration interval = this.properties.getListener().getIdleEventInterval();
		if (interval == null) {
			return null;
		}
		return attempt("mqtt.listener.idle-event-interval", interval, (candidate) -> {
			new ContainerProperties(Collections.emptyList()).setIdleEventInterval(candidate);
			return candidate;
		});
	}

	int batchSize() {
		return attempt("mqtt.listener.batch-size", this.properties.getListener().getBatchSize(), (candidate) -> {
			new ContainerProperties(Collections.emptyList()).setBatchSize(candidate);
			return candidate;
		});
	}

	Duration batchTimeout() {
		return attempt("mqtt.listener.batch-timeout", this.properties.getListener().getBatchTimeout(), (candidate) -> {
			new ContainerProperties(Collections.emptyList()).setBatchTimeout(candidate);
			return candidate;
		});
	}

	QoS templateQos() {
		return qos("mqtt.template.qos", this.properties.getTemplate().getQos());
	}

	private void protocolVersion(MqttClientBuilder builder) {
		String version = this.properties.getProtocolVersion();
		switch (version) {
			case "5", "5.0" -> builder.protocolVersion(ProtocolVersion.MQTT_5);
			case "3.1.1" -> builder.protocolVersion(ProtocolVersion.MQTT_3_1_1);
			case "auto" -> builder.protocolVersion(VersionNegotiation.AUTO);
			default -> throw new InvalidConfigurationPropertyValueException("mqtt.protocol-version", version,
					"Use 5, 3.1.1 or auto.");
		}
	}

	private OutboxOptions outbox() {
		MqttOutboxProperties outbox = this.properties.getOutbox();
		OutboxOptions policy = OutboxOptions.DEFAULT.whenFull(outbox.getWhenFull())
			.whileOffline(outbox.getWhileOffline());
		OutboxOptions messages = attempt("mqtt.outbox.max-messages", outbox.getMaxMessages(),
				(value) -> policy.limit(value, 1));
		OutboxOptions size = attempt("mqtt.outbox.max-size", outbox.getMaxSize(),
				(value) -> messages.limit(outbox.getMaxMessages(), value.toBytes()));
		OutboxOptions maxWait = attempt("mqtt.outbox.max-wait", outbox.getMaxWait(),
				(value) -> size.waitLimit(value, 1));
		return attempt("mqtt.outbox.max-waiting", outbox.getMaxWaiting(),
				(value) -> maxWait.waitLimit(outbox.getMaxWait(), value));
	}

	private ReconnectPolicy reconnectPolicy() {
		MqttRecoveryProperties recovery = this.properties.getRecovery();
		boolean retryFirst = recovery.isEnabled() && !this.properties.isFailFast();
		long maxRetries = (recovery.getMaxRetries() != null) ? recovery.getMaxRetries() : Long.MAX_VALUE;
		return attempt("mqtt.recovery", describe(recovery),
				(value) -> new ReconnectPolicy(recovery.isEnabled(), retryFirst, maxRetries, recovery.getDelay(),
						recovery.getMultiplier(), recovery.getMaxDelay(), recovery.getStableAfter()));
	}

	private static String describe(MqttRecoveryProperties recovery) {
		return "delay=%s, multiplier=%s, max-delay=%s, max-retries=%s, stable-after=%s".formatted(recovery.getDelay(),
				recovery.getMultiplier(), recovery.getMaxDelay(), recovery.getMaxRetries(), recovery.getStableAfter());
	}

	private @Nullable Will will() {
		MqttWillProperties will = this.properties.getWill();
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

	private static <V extends @Nullable Object, T> T attempt(String name, V value, Function<V, T> function) {
		try {
			return function.apply(value);
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			throw new InvalidConfigurationPropertyValueException(name, value, String.valueOf(ex.getMessage()));
		}
	}

}
