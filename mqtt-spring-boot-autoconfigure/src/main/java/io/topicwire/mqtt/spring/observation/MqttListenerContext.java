package io.topicwire.mqtt.spring.observation;

import java.util.List;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.UserProperty;
import org.jspecify.annotations.Nullable;

/**
 * Context of a listener that handles a message or a batch. A tracer continues the trace
 * that a message tells in its user properties; a batch begins a trace of its own, because
 * each of its messages may tell another one.
 *
 * @since 0.1.0
 */
public class MqttListenerContext extends ReceiverContext<MqttMessage> {

	private static final String SHARED = "$share/";

	private final List<MqttMessage> messages;

	private final boolean batch;

	private final String listenerId;

	private final String destination;

	private final String consumerGroup;

	private final String connection;

	private final String clientId;

	/**
	 * Create a context.
	 * @param message the message
	 * @param listenerId the identifier of the listener
	 * @param filter the topic filter or template that the topic name matches, with the
	 * name of the group if the subscription is shared
	 * @param connection the name of the connection
	 * @param clientId the client identifier
	 */
	public MqttListenerContext(MqttMessage message, String listenerId, String filter, String connection,
			String clientId) {
		this(List.of(message), false, listenerId, filter, connection, clientId);
	}

	private MqttListenerContext(List<MqttMessage> messages, boolean batch, String listenerId, String filter,
			String connection, String clientId) {
		super((batch) ? (message, name) -> null : MqttListenerContext::findUserProperty, Kind.CONSUMER);
		this.messages = List.copyOf(messages);
		this.batch = batch;
		this.listenerId = listenerId;
		int end = filter.startsWith(SHARED) ? filter.indexOf('/', SHARED.length()) : -1;
		this.consumerGroup = (end != -1) ? filter.substring(SHARED.length(), end) : MqttPublishContext.NONE;
		this.destination = (end != -1) ? filter.substring(end + 1) : filter;
		this.connection = connection;
		this.clientId = clientId;
		setCarrier(this.messages.get(0));
		setRemoteServiceName("mqtt");
	}

	/**
	 * Create a context of a batch.
	 * @param messages the messages; at least one
	 * @param listenerId the identifier of the listener
	 * @param filter the topic filter or template that all topic names match, with the
	 * name of the group if the subscription is shared
	 * @param connection the name of the connection
	 * @param clientId the client identifier
	 * @return the context
	 */
	public static MqttListenerContext ofBatch(List<MqttMessage> messages, String listenerId, String filter,
			String connection, String clientId) {
		return new MqttListenerContext(messages, true, listenerId, filter, connection, clientId);
	}

	private static @Nullable String findUserProperty(MqttMessage message, String name) {
		return message.userProperties()
			.stream()
			.filter((property) -> property.name().equalsIgnoreCase(name))
			.map(UserProperty::value)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Return the message, of a batch the first one.
	 * @return the message
	 */
	public MqttMessage getMessage() {
		return this.messages.get(0);
	}

	/**
	 * Return the messages.
	 * @return the messages; one unless this is a batch
	 */
	public List<MqttMessage> getMessages() {
		return this.messages;
	}

	/**
	 * Return whether the listener takes batches.
	 * @return whether it does
	 */
	public boolean isBatch() {
		return this.batch;
	}

	/**
	 * Return the identifier of the listener.
	 * @return the identifier
	 */
	public String getListenerId() {
		return this.listenerId;
	}

	/**
	 * Return the topic filter or template that the topic name matches.
	 * @return the topic filter, without the name of a group; {@code none} for a batch
	 * that has no such filter
	 */
	public String getDestination() {
		return this.destination;
	}

	/**
	 * Return the name of the shared subscription.
	 * @return the name, or {@code none} if the subscription is not shared
	 */
	public String getConsumerGroup() {
		return this.consumerGroup;
	}

	/**
	 * Return the name of the connection.
	 * @return the name
	 */
	public String getConnection() {
		return this.connection;
	}

	/**
	 * Return the client identifier.
	 * @return the client identifier
	 */
	public String getClientId() {
		return this.clientId;
	}

}
