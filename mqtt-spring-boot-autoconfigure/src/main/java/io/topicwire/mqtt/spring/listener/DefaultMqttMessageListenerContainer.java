package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

import io.topicwire.mqtt.MessageHandler;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.client.Subscription;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * {@link MqttMessageListenerContainer} on an {@link MqttClient}, whose threads call the
 * listener.
 *
 * @since 0.1.0
 */
public class DefaultMqttMessageListenerContainer implements MqttMessageListenerContainer {

	private static final Log logger = LogFactory.getLog(DefaultMqttMessageListenerContainer.class);

	private final String listenerId;

	private final MqttClient client;

	private final Map<String, TopicTemplate> topics = new LinkedHashMap<>();

	private final SubscribeOptions options;

	private final MqttMessageListener listener;

	private final boolean autoStartup;

	private final Duration gracefulShutdownPeriod;

	private final InvocationGate gate = new InvocationGate();

	private final List<Subscription> subscriptions = new ArrayList<>();

	// One object for all topics: the client calls it once for a message that matches
	// several
	private final MessageHandler handler = this::handle;

	/**
	 * Create a container.
	 * @param listenerId the identifier of the listener
	 * @param client the client to subscribe with
	 * @param topics the topics; of several with the same filter the first counts
	 * @param options how the broker shall serve the subscriptions
	 * @param listener the listener to call
	 * @param autoStartup whether the container is started with the application
	 * @param gracefulShutdownPeriod how long stopping waits for the listener to return
	 */
	public DefaultMqttMessageListenerContainer(String listenerId, MqttClient client, Collection<TopicTemplate> topics,
			SubscribeOptions options, MqttMessageListener listener, boolean autoStartup,
			Duration gracefulShutdownPeriod) {
		this.listenerId = listenerId;
		this.client = client;
		topics.forEach((topic) -> this.topics.putIfAbsent(topic.filter(), topic));
		this.options = options;
		this.listener = listener;
		this.autoStartup = autoStartup;
		this.gracefulShutdownPeriod = gracefulShutdownPeriod;
	}

	@Override
	public String getListenerId() {
		return this.listenerId;
	}

	@Override
	public List<String> getTopicFilters() {
		return List.copyOf(this.topics.keySet());
	}

	@Override
	public boolean isAutoStartup() {
		return this.autoStartup;
	}

	@Override
	public boolean isRunning() {
		return this.gate.isOpen();
	}

	@Override
	public synchronized void start() {
		this.gate.open();
		if (this.subscriptions.isEmpty()) {
			// Not waiting for the broker: a refusal is logged by the client, and asked
			// for anew
			this.topics.keySet()
				.forEach((filter) -> this.subscriptions.add(this.client.register(filter, this.options, this.handler)));
		}
	}

	@Override
	public void stop() {
		unsubscribe();
		suspend();
	}

	private synchronized void unsubscribe() {
		this.subscriptions.forEach(Subscription::close);
		this.subscriptions.clear();
	}

	@Override
	public void hold() {
		warnUnless(this.gate.hold(this.gracefulShutdownPeriod));
	}

	@Override
	public void suspend() {
		warnUnless(this.gate.close(this.gracefulShutdownPeriod));
	}

	private void warnUnless(boolean returned) {
		if (!returned) {
			logger.warn("Listener '%s' did not return within %d seconds; stopping without it".formatted(this.listenerId,
					this.gracefulShutdownPeriod.toSeconds()));
		}
	}

	private void handle(MqttMessage message) throws InterruptedException {
		if (!this.gate.enter()) {
			throw new CancellationException("Listener '%s' is stopped".formatted(this.listenerId));
		}
		try {
			this.listener.onMessage(message, findTopicVariables(message.topic()));
		}
		catch (Throwable ex) {
			// Logged by the client, as every failure of a handler
			throw new ListenerExecutionFailedException("Listener '%s' failed on message from topic '%s' with QoS %d"
				.formatted(this.listenerId, message.topic(), message.qos().level()), ex);
		}
		finally {
			this.gate.leave();
		}
	}

	private Map<String, String> findTopicVariables(String topic) {
		for (TopicTemplate candidate : this.topics.values()) {
			Map<String, String> variables = candidate.match(topic);
			if (variables != null) {
				return variables;
			}
		}
		return Collections.emptyMap();
	}

	@Override
	public String toString() {
		return "Listener '%s' of %s, %s".formatted(this.listenerId, this.topics.keySet(), this.listener);
	}

}
