package io.topicwire.mqtt.spring.core;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.observation.MqttPublishObservations;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import io.topicwire.mqtt.spring.support.PlainPayloadConverter;
import io.topicwire.mqtt.topic.TopicName;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.util.Assert;

/**
 * Sends messages through an {@link MqttClient}. Thread-safe once it is configured.
 *
 * @since 0.1.0
 */
public class MqttTemplate implements MqttOperations, DisposableBean {

	private static final Log logger = LogFactory.getLog(MqttTemplate.class);

	private final MqttClient client;

	private MessageConverter messageConverter = new PlainPayloadConverter();

	private QoS defaultQos = QoS.AT_LEAST_ONCE;

	private boolean defaultRetain;

	private @Nullable String defaultTopic;

	private Duration replyTimeout = Duration.ofSeconds(5);

	private @Nullable MqttPublishListener publishListener;

	private Replies replies;

	private MqttPublishObservations observations = MqttPublishObservations.NOOP;

	private @Nullable Function<String, ? extends MqttOperations> connections;

	/**
	 * Create a template.
	 * @param client the client to send with
	 */
	public MqttTemplate(MqttClient client) {
		Assert.notNull(client, "'client' must not be null");
		this.client = client;
		this.replies = new Replies(client, null);
	}

	/**
	 * Set what turns payloads into bytes; by default {@code byte[]} and text are sent as
	 * they are, and nothing else.
	 * @param messageConverter the converter; it makes messages whose payload is
	 * {@code byte[]}
	 */
	public void setMessageConverter(MessageConverter messageConverter) {
		Assert.notNull(messageConverter, "'messageConverter' must not be null");
		this.messageConverter = messageConverter;
	}

	/**
	 * Set the QoS of messages that do not say theirs; {@link QoS#AT_LEAST_ONCE} by
	 * default.
	 * @param defaultQos the quality of service
	 */
	public void setDefaultQos(QoS defaultQos) {
		Assert.notNull(defaultQos, "'defaultQos' must not be null");
		this.defaultQos = defaultQos;
	}

	/**
	 * Set whether messages that do not say so are retained; {@code false} by default.
	 * @param defaultRetain whether they are retained
	 */
	public void setDefaultRetain(boolean defaultRetain) {
		this.defaultRetain = defaultRetain;
	}

	/**
	 * Set the topic of messages that do not say theirs; none by default.
	 * @param defaultTopic the topic name
	 */
	public void setDefaultTopic(@Nullable String defaultTopic) {
		this.defaultTopic = defaultTopic;
	}

	/**
	 * Set how messages are observed that are sent; not at all by default.
	 * @param observations the observations
	 */
	public void setObservations(MqttPublishObservations observations) {
		Assert.notNull(observations, "'observations' must not be null");
		this.observations = observations;
	}

	/**
	 * Set how long to wait for the reply to a request; 5 seconds by default.
	 * @param replyTimeout the time limit; positive
	 */
	public void setReplyTimeout(Duration replyTimeout) {
		Assert.isTrue(replyTimeout.compareTo(Duration.ZERO) > 0,
				() -> "Reply timeout must be positive but was %s".formatted(replyTimeout));
		this.replyTimeout = replyTimeout;
	}

	/**
	 * Set where replies are to be published to; <code>replies/{client-id}</code> by
	 * default. Clients with the same topic receive each other's replies, and leave them
	 * alone.
	 * @param replyTopic a topic name that the client may subscribe to
	 */
	public void setReplyTopic(String replyTopic) {
		TopicName.requireValid(replyTopic);
		this.replies.close();
		this.replies = new Replies(this.client, replyTopic);
	}

	/**
	 * Set what is told what becomes of each message; nothing by default.
	 * @param publishListener the listener
	 */
	public void setPublishListener(@Nullable MqttPublishListener publishListener) {
		this.publishListener = publishListener;
	}

	/**
	 * Set what finds the templates of other connections; none by default.
	 * @param connections returns the template for the name of a connection, or throws an
	 * {@link IllegalArgumentException} if there is none
	 */
	public void setConnections(Function<String, ? extends MqttOperations> connections) {
		Assert.notNull(connections, "'connections' must not be null");
		this.connections = connections;
	}

	@Override
	public MqttOperations connection(String name) {
		Assert.hasText(name, "'name' must not be empty");
		Assert.state(this.connections != null,
				"This template knows no other connections; inject the template of the connection by its bean name");
		return this.connections.apply(name);
	}

	@Override
	public CompletableFuture<PublishResult> send(String topic, @Nullable Object payload) {
		return send(topic, payload, MqttPublishOptions.DEFAULTS);
	}

	@Override
	public CompletableFuture<PublishResult> send(String topic, @Nullable Object payload, MqttPublishOptions options) {
		Assert.notNull(topic, "'topic' must not be null");
		Assert.notNull(options, "'options' must not be null");
		return send(toMqttMessage(topic, payload, options), options.topicTemplate(), this.client::publishAsync);
	}

	private MqttMessage toMqttMessage(String topic, @Nullable Object payload, MqttPublishOptions options) {
		return new PayloadMessage(topic, payload, options).toMqttMessage(this.messageConverter, this.defaultQos,
				this.defaultRetain);
	}

	@Override
	public CompletableFuture<PublishResult> send(Message<?> message) {
		Assert.notNull(message, "'message' must not be null");
		String topic = message.getHeaders().get(MqttHeaders.TOPIC, String.class);
		return send((topic != null) ? topic : requireDefaultTopic(), message.getPayload(),
				HeaderPublishOptions.of(message.getHeaders()));
	}

	@Override
	public PublishResult sendAndWait(String topic, @Nullable Object payload, MqttPublishOptions options) {
		Assert.notNull(topic, "'topic' must not be null");
		Assert.notNull(options, "'options' must not be null");
		CompletableFuture<PublishResult> sent = send(toMqttMessage(topic, payload, options), options.topicTemplate(),
				this::publish);
		try {
			return sent.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw ex;
		}
	}

	/**
	 * Wait in the client, which knows on which threads that must not be.
	 */
	private CompletableFuture<PublishResult> publish(MqttMessage message) {
		try {
			return CompletableFuture.completedFuture(this.client.publish(message));
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public CompletableFuture<PublishResult> send(MqttMessage message) {
		Assert.notNull(message, "'message' must not be null");
		return send(message, null, this.client::publishAsync);
	}

	private CompletableFuture<PublishResult> send(MqttMessage message, @Nullable String topicTemplate,
			Function<MqttMessage, CompletableFuture<PublishResult>> publisher) {
		CompletableFuture<PublishResult> sent = this.observations.observe(this.client, message, topicTemplate,
				publisher);
		MqttPublishListener listener = this.publishListener;
		if (listener != null) {
			sent.whenComplete((result, failure) -> notify(listener, message, result, failure));
		}
		return sent;
	}

	private void notify(MqttPublishListener listener, MqttMessage message, @Nullable PublishResult result,
			@Nullable Throwable failure) {
		try {
			if (result != null) {
				listener.onSuccess(message, result);
			}
			else if (failure != null) {
				listener.onError(message, failure);
			}
		}
		catch (RuntimeException ex) {
			logger.error("%s Publish listener failed on message to topic '%s'".formatted(this.client.logPrefix(),
					message.topic()), ex);
		}
	}

	@Override
	public <T> CompletableFuture<T> sendAndReceive(String topic, @Nullable Object request, MqttPublishOptions options,
			ParameterizedTypeReference<T> responseType) {
		Assert.notNull(topic, "'topic' must not be null");
		Assert.notNull(options, "'options' must not be null");
		Assert.notNull(responseType, "'responseType' must not be null");
		Assert.isTrue(options.responseTopic() == null && options.correlationData() == null,
				"Response topic and correlation data of a request are made by the template; leave them out, or send a message and receive the reply with a listener");
		ReplyConverter<T> converter = new ReplyConverter<>(this.messageConverter, responseType.getType());
		MqttMessage message = toMqttMessage(topic, request, options);
		String topicTemplate = options.topicTemplate();
		return this.observations.observeRequest(message, topicTemplate, () -> this.replies.exchange(message,
				this.replyTimeout, (complete) -> send(complete, topicTemplate, this.client::publishAsync), converter));
	}

	@Override
	public <T extends @Nullable Object> T execute(MqttClientCallback<T> action) {
		Assert.notNull(action, "'action' must not be null");
		return action.doInMqtt(this.client);
	}

	/**
	 * End requests that still wait for their replies. The client stays as it is.
	 */
	@Override
	public void destroy() {
		this.replies.close();
	}

	@Override
	public CompletableFuture<PublishResult> sendDefault(@Nullable Object payload) {
		return send(requireDefaultTopic(), payload);
	}

	private String requireDefaultTopic() {
		Assert.state(this.defaultTopic != null, "There is no default topic; name a topic or set a default topic");
		return this.defaultTopic;
	}

}
