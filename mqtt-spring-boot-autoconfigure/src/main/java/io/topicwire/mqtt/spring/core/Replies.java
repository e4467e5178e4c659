package io.topicwire.mqtt.spring.core;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttClosedException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttPublishException;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.client.Subscription;
import io.topicwire.mqtt.spring.support.DelayThread;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for their replies (MQTT 5.0, section 4.10). All replies come over
 * one subscription, which is made with the first request, and find their request by its
 * correlation data. Thread-safe.
 */
class Replies implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Replies.class);

	private final MqttClient client;

	private final @Nullable String configuredTopic;

	// Tells apart what several processes with the same reply topic ask for
	private final long origin = new SecureRandom().nextLong();

	private final AtomicLong counter = new AtomicLong();

	private final Map<String, CompletableFuture<MqttMessage>> waiting = new ConcurrentHashMap<>();

	private @Nullable CompletableFuture<Subscription> subscription;

	private boolean closed;

	Replies(MqttClient client, @Nullable String topic) {
		DelayThread.start();
		this.client = client;
		this.configuredTopic = topic;
	}

	/**
	 * Send a request.
	 * @param request the request, without response topic and correlation data
	 * @param timeout how long to wait for the reply
	 * @param publisher publishes the request
	 * @param converter makes what the caller wants of the reply
	 * @return the reply
	 */
	<T> CompletableFuture<T> exchange(MqttMessage request, Duration timeout,
			Function<MqttMessage, CompletableFuture<PublishResult>> publisher, Function<MqttMessage, T> converter) {
		byte[] correlationData = nextCorrelationData();
		String key = key(correlationData);
		CompletableFuture<MqttMessage> reply = new CompletableFuture<>();
		this.waiting.put(key, reply);
		CompletableFuture<T> result = limit(reply, request.topic(), timeout, converter);
		result.whenComplete((message, failure) -> {
			this.waiting.remove(key);
			// Also when the caller has cancelled the result
			reply.cancel(false);
		});
		String topic = topic();
		subscribe(topic).whenComplete((subscription, failure) -> {
			if (failure != null) {
				reply.completeExceptionally(unwrap(failure));
			}
			else if (!reply.isDone()) {
				MqttMessage message = request.responseTopic(topic).correlationData(correlationData);
				publish((request.properties().messageExpiryInterval() != null) ? message
						: message.messageExpiry(wholeSeconds(timeout)), reply, publisher);
			}
		});
		return result;
	}

	/**
	 * Complete what is returned after the time limit on a thread that others do not need,
	 * because the caller's code runs there.
	 */
	private static <T> CompletableFuture<T> limit(CompletableFuture<MqttMessage> reply, String topic, Duration timeout,
			Function<MqttMessage, T> converter) {
		CompletableFuture<T> result = new CompletableFuture<>();
		reply.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS).whenComplete((message, failure) -> {
			if (failure instanceof TimeoutException) {
				result.completeAsync(() -> {
					throw new MqttTimeoutException(
							"No reply to the request to topic '%s' within %d ms; check that somebody answers to its response topic, or set a longer reply timeout"
								.formatted(topic, timeout.toMillis()));
				});
			}
			else if (failure != null) {
				result.completeExceptionally(failure);
			}
			else {
				convert(message, converter, result);
			}
		});
		return result;
	}

	private static <T> void convert(MqttMessage message, Function<MqttMessage, T> converter,
			CompletableFuture<T> result) {
		T converted;
		try {
			converted = converter.apply(message);
		}
		catch (RuntimeException ex) {
			result.completeExceptionally(ex);
			return;
		}
		result.complete(converted);
	}

	private void publish(MqttMessage request, CompletableFuture<MqttMessage> reply,
			Function<MqttMessage, CompletableFuture<PublishResult>> publisher) {
		try {
			requireMqtt5();
			publisher.apply(request).whenComplete((result, failure) -> {
				if (failure != null) {
					reply.completeExceptionally(unwrap(failure));
				}
				else if (result.reasonCode() == ReasonCode.NO_MATCHING_SUBSCRIBERS) {
					reply.completeExceptionally(new MqttPublishException(result.reasonCode(),
							"There will be no reply because nobody is subscribed to topic '%s'; start who answers, or correct the topic"
								.formatted(request.topic())));
				}
			});
		}
		catch (RuntimeException ex) {
			reply.completeExceptionally(ex);
		}
	}

	private void requireMqtt5() {
		ConnectResult connection = this.client.status().connection();
		if (connection != null && connection.protocolVersion() != ProtocolVersion.MQTT_5) {
			throw new IllegalStateException(
					"Requests need MQTT 5.0, but the connection to %s speaks MQTT 3.1.1, which has no response topic; connect with MQTT 5.0, or send a message and listen to a topic for answers"
						.formatted(this.client.url()));
		}
	}

	private synchronized CompletableFuture<Subscription> subscribe(String topic) {
		if (this.closed) {
			return CompletableFuture.failedFuture(new MqttClosedException("Template is closed"));
		}
		if (this.subscription == null || this.subscription.isCompletedExceptionally()) {
			try {
				requireMqtt5();
				this.subscription = this.client.subscribeAsync(topic, SubscribeOptions.of(QoS.AT_LEAST_ONCE),
						this::receive);
			}
			catch (RuntimeException ex) {
				return CompletableFuture.failedFuture(ex);
			}
		}
		return this.subscription;
	}

	private void receive(MqttMessage message) {
		byte[] correlationData = message.properties().correlationData();
		CompletableFuture<MqttMessage> reply = (correlationData != null) ? this.waiting.get(key(correlationData))
				: null;
		if (reply == null || !reply.complete(message)) {
			logger.debug("%s Nobody waits for a reply from topic '%s'; it came late, twice, or is not for this process"
				.formatted(this.client.logPrefix(), message.topic()));
		}
	}

	private String topic() {
		if (this.configuredTopic != null) {
			return this.configuredTopic;
		}
		String clientId = this.client.clientId();
		return "replies/" + (clientId.isEmpty() ? Long.toHexString(this.origin) : clientId.replaceAll("[/+#]", "_"));
	}

	private byte[] nextCorrelationData() {
		return ByteBuffer.allocate(2 * Long.BYTES).putLong(this.origin).putLong(this.counter.getAndIncrement()).array();
	}

	private static String key(byte[] correlationData) {
		return HexFormat.of().formatHex(correlationData);
	}

	private static Duration wholeSeconds(Duration timeout) {
		return Duration.ofSeconds(timeout.plusSeconds(1).minusNanos(1).toSeconds());
	}

	private static Throwable unwrap(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof CompletionException && cause != null) ? cause : failure;
	}

	/**
	 * End the subscription, and all requests that still wait.
	 */
	@Override
	public void close() {
		CompletableFuture<Subscription> subscription;
		synchronized (this) {
			this.closed = true;
			subscription = this.subscription;
		}
		if (subscription != null) {
			subscription.thenAccept(Subscription::close);
		}
		this.waiting.values()
			.forEach((reply) -> reply.completeExceptionally(
					new MqttClosedException("There will be no reply because the template was closed")));
	}

}
