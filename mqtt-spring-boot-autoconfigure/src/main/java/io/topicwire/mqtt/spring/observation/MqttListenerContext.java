package io.topicwire.mqtt.spring.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.UserProperty;
import org.jspecify.annotations.Nullable;

/**
 * Context of a listener that handles a message. A tracer continues the trace that the
 * message tells in its user properties.
 *
 * @since 0.1.0
 */
public class MqttListenerContext extends ReceiverContext<MqttMessage> {

	private static final String SHARED = "$share/";

	private final MqttMessage message;

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
		super(MqttListenerContext::findUserProperty, Kind.CONSUMER);
		this.message = message;
		this.listenerId = listenerId;
		int end = filter.startsWith(SHARED) ? filter.indexOf('/', SHARED.length()) : -1;
		this.consumerGroup = (end != -1) ? filter.substring(SHARED.length(), end) : MqttPublishContext.NONE;
		this.destination = (end != -1) ? filter.substring(end + 1) : filter;
		this.connection = connection;
		this.clientId = clientId;
		setCarrier(message);
		setRemoteServiceName("mqtt");
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
	 * Return the message.
	 * @return the message
	 */
	public MqttMessage getMessage() {
		return this.message;
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
	 * @return the topic filter, without the name of a group
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
