package io.topicwire.mqtt.spring.observation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import io.topicwire.mqtt.MessageProperties;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.UserProperty;
import org.jspecify.annotations.Nullable;

/**
 * Context of a message that is published. A tracer writes what continues the trace, such
 * as {@code traceparent}, into user properties of the message, which MQTT 5.0 carries and
 * MQTT 3.1.1 leaves out.
 *
 * @since 0.1.0
 */
public class MqttPublishContext extends SenderContext<MqttPublishContext> {

	/**
	 * What stands for a value that is not known or does not apply.
	 */
	static final String NONE = "none";

	private final String connection;

	private final String clientId;

	private final @Nullable String destinationTemplate;

	private MqttMessage message;

	/**
	 * Create a context.
	 * @param message the message
	 * @param destinationTemplate the topic template that the topic name was made of, or
	 * {@code null} if it is not known
	 * @param connection the name of the connection
	 * @param clientId the client identifier
	 */
	public MqttPublishContext(MqttMessage message, @Nullable String destinationTemplate, String connection,
			String clientId) {
		super(MqttPublishContext::setUserProperty, Kind.PRODUCER);
		this.message = message;
		this.destinationTemplate = destinationTemplate;
		this.connection = connection;
		this.clientId = clientId;
		setCarrier(this);
		setRemoteServiceName("mqtt");
	}

	private static void setUserProperty(@Nullable MqttPublishContext context, String name, String value) {
		if (context != null) {
			context.replaceUserProperty(name, value);
		}
	}

	/**
	 * Set a user property in place of those with the same name: a message that is passed
	 * on has what continued the trace up to here.
	 */
	// NullAway does not read from class files that an array itself may be null
	@SuppressWarnings("NullAway")
	private void replaceUserProperty(String name, String value) {
		MessageProperties properties = this.message.properties();
		List<UserProperty> userProperties = new ArrayList<>(properties.userProperties());
		userProperties.removeIf((property) -> Objects.equals(property.name(), name));
		userProperties.add(new UserProperty(name, value));
		this.message = this.message.properties(new MessageProperties(properties.payloadIsText(),
				properties.messageExpiryInterval(), properties.contentType(), properties.responseTopic(),
				properties.correlationData(), userProperties, properties.subscriptionIdentifiers()));
	}

	/**
	 * Return the message, with the user properties that a tracer has set.
	 * @return the message
	 */
	public MqttMessage getMessage() {
		return this.message;
	}

	/**
	 * Return the topic template that the topic name was made of.
	 * @return the topic template, or {@code none} if it is not known
	 */
	public String getDestination() {
		return (this.destinationTemplate != null) ? this.destinationTemplate : NONE;
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
	 * @return the client identifier, empty if the broker has not assigned it yet
	 */
	public String getClientId() {
		return this.clientId;
	}

}
