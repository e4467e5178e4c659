package io.topicwire.mqtt.spring.listener;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.support.MqttHeaders;

import org.springframework.util.Assert;

/**
 * {@link MqttMessageRecoverer} that publishes the message to a dead-letter topic: with
 * the payload and properties it came with, at least with QoS 1, not retained, and with
 * the user properties {@link MqttHeaders#DLT_ORIGINAL_TOPIC},
 * {@link MqttHeaders#DLT_LISTENER_ID}, {@link MqttHeaders#DLT_EXCEPTION_FQCN},
 * {@link MqttHeaders#DLT_EXCEPTION_MESSAGE}, {@link MqttHeaders#DLT_ATTEMPTS} and
 * {@link MqttHeaders#DLT_FAILED_AT}. MQTT 3.1.1 has no user properties; there the topic
 * has to tell what is needed. The original message is acknowledged when the broker has
 * taken over the dead letter. Thread-safe.
 *
 * @since 0.1.0
 */
public final class DeadLetterPublishingRecoverer implements MqttMessageRecoverer {

	/**
	 * What comes before the original topic by default.
	 */
	public static final String DEFAULT_PREFIX = "dead-letters/";

	private static final int MAX_MESSAGE_LENGTH = 1_000;

	private final MqttClient client;

	private final Function<FailedMessage, String> topic;

	private final Clock clock;

	/**
	 * Create a recoverer that publishes to the original topic below
	 * {@value #DEFAULT_PREFIX}.
	 * @param client the client to publish with
	 */
	public DeadLetterPublishingRecoverer(MqttClient client) {
		this(client, (failed) -> DEFAULT_PREFIX + failed.message().topic());
	}

	/**
	 * Create a recoverer.
	 * @param client the client to publish with
	 * @param topic finds the dead-letter topic of a message; a topic that the listener
	 * itself subscribes to would make messages go round for ever, so choose one that no
	 * filter of the listener matches
	 */
	public DeadLetterPublishingRecoverer(MqttClient client, Function<FailedMessage, String> topic) {
		this(client, topic, Clock.systemUTC());
	}

	DeadLetterPublishingRecoverer(MqttClient client, Function<FailedMessage, String> topic, Clock clock) {
		Assert.notNull(client, "'client' must not be null");
		Assert.notNull(topic, "'topic' must not be null");
		this.client = client;
		this.topic = topic;
		this.clock = clock;
	}

	@Override
	public CompletionStage<?> recover(FailedMessage failed) {
		MqttMessage message = failed.message();
		Throwable cause = failed.cause();
		QoS qos = (message.qos() != QoS.AT_MOST_ONCE) ? message.qos() : QoS.AT_LEAST_ONCE;
		return this.client.publishAsync(message.topic(this.topic.apply(failed))
			.qos(qos)
			.retain(false)
			.userProperty(MqttHeaders.DLT_ORIGINAL_TOPIC, message.topic())
			.userProperty(MqttHeaders.DLT_LISTENER_ID, failed.container().getListenerId())
			.userProperty(MqttHeaders.DLT_EXCEPTION_FQCN, cause.getClass().getName())
			.userProperty(MqttHeaders.DLT_EXCEPTION_MESSAGE, describe(cause))
			.userProperty(MqttHeaders.DLT_ATTEMPTS, Integer.toString(failed.attempts()))
			.userProperty(MqttHeaders.DLT_FAILED_AT, this.clock.instant().truncatedTo(ChronoUnit.MILLIS).toString()));
	}

	/**
	 * Shorten the text and leave out what a user property must not have (MQTT 5.0,
	 * section 1.5.4).
	 */
	private static String describe(Throwable cause) {
		String text = String.valueOf(cause.getMessage());
		StringBuilder description = new StringBuilder();
		text.codePoints()
			.limit(MAX_MESSAGE_LENGTH)
			.map((codePoint) -> isAllowed(codePoint) ? codePoint : ' ')
			.forEach(description::appendCodePoint);
		return description.toString();
	}

	private static boolean isAllowed(int codePoint) {
		return !Character.isISOControl(codePoint) && Character.isDefined(codePoint)
				&& Character.getType(codePoint) != Character.SURROGATE;
	}

}
