package io.topicwire.mqtt.spring.listener;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.topicwire.mqtt.MessageProperties;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import io.topicwire.mqtt.topic.TopicFilter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.Assert;

/**
 * {@link MqttMessageRecoverer} that publishes the message to a dead-letter topic: with
 * the payload and properties it came with, at least with QoS 1, not retained, and with
 * the user properties {@link MqttHeaders#DLT_ORIGINAL_TOPIC},
 * {@link MqttHeaders#DLT_LISTENER_ID}, {@link MqttHeaders#DLT_EXCEPTION_FQCN},
 * {@link MqttHeaders#DLT_EXCEPTION_MESSAGE}, {@link MqttHeaders#DLT_ATTEMPTS} and
 * {@link MqttHeaders#DLT_FAILED_AT}. MQTT 3.1.1 has no user properties; there the topic
 * has to tell what is needed. The original message is acknowledged when the broker has
 * taken over the dead letter, which is logged as a warning, with the exception at debug
 * level. A dead letter that the listener itself would receive is not published, and the
 * message left to the failure policy of the client. Thread-safe.
 *
 * @since 0.1.0
 */
public final class DeadLetterPublishingRecoverer implements MqttMessageRecoverer {

	/**
	 * What comes before the original topic by default.
	 */
	public static final String DEFAULT_PREFIX = "dead-letters/";

	private static final Log logger = LogFactory.getLog(DeadLetterPublishingRecoverer.class);

	private static final String USER_PROPERTY_PREFIX = MqttHeaders.PREFIX + "dlt-";

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
	 * @param topic finds the dead-letter topic of a message; one that no topic filter of
	 * the listener matches
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
		String topic = this.topic.apply(failed);
		checkNotReceived(topic, failed.container());
		QoS qos = (message.qos() != QoS.AT_MOST_ONCE) ? message.qos() : QoS.AT_LEAST_ONCE;
		return this.client
			.publishAsync(message.topic(topic).qos(qos).retain(false).properties(propertiesOfLetter(failed)))
			.thenRun(() -> log(failed, topic));
	}

	/**
	 * Refuse what would go round for ever, faster than anyone can look.
	 */
	private void checkNotReceived(String topic, MqttMessageListenerContainer container) {
		if (container.getClient() != this.client) {
			return;
		}
		for (String filter : container.getTopicFilters()) {
			Assert.state(!TopicFilter.of(filter).matches(topic),
					() -> "Dead letters of listener '%s' would go to '%s', which its own topic filter '%s' matches, so that they would go round for ever; give it another recoverer or a dead-letter topic that it does not subscribe to"
						.formatted(container.getListenerId(), topic, filter));
		}
	}

	// NullAway does not read from class files that an array itself may be null
	@SuppressWarnings("NullAway")
	private MessageProperties propertiesOfLetter(FailedMessage failed) {
		MqttMessage message = failed.message();
		Throwable cause = failed.cause();
		MessageProperties properties = message.properties();
		List<UserProperty> userProperties = new ArrayList<>(properties.userProperties());
		// Those of an earlier dead letter would be taken for those of this one
		userProperties.removeIf((property) -> property.name().startsWith(USER_PROPERTY_PREFIX));
		userProperties.add(new UserProperty(MqttHeaders.DLT_ORIGINAL_TOPIC, message.topic()));
		userProperties.add(new UserProperty(MqttHeaders.DLT_LISTENER_ID, failed.container().getListenerId()));
		userProperties.add(new UserProperty(MqttHeaders.DLT_EXCEPTION_FQCN, cause.getClass().getName()));
		userProperties.add(new UserProperty(MqttHeaders.DLT_EXCEPTION_MESSAGE, describe(cause)));
		userProperties.add(new UserProperty(MqttHeaders.DLT_ATTEMPTS, Integer.toString(failed.attempts())));
		userProperties.add(new UserProperty(MqttHeaders.DLT_FAILED_AT,
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS).toString()));
		return new MessageProperties(properties.payloadIsText(), properties.messageExpiryInterval(),
				properties.contentType(), properties.responseTopic(), properties.correlationData(), userProperties,
				properties.subscriptionIdentifiers());
	}

	private static void log(FailedMessage failed, String topic) {
		MqttMessageListenerContainer container = failed.container();
		logger.warn(
				"%s Listener '%s' failed on message from topic '%s' with QoS %d in %d attempts; it was published to '%s': %s"
					.formatted(container.getClient().logPrefix(), container.getListenerId(), failed.message().topic(),
							failed.message().qos().level(), failed.attempts(), topic,
							failed.cause().getClass().getName()));
		logger.debug("Why the message from topic '" + failed.message().topic() + "' failed", failed.cause());
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
