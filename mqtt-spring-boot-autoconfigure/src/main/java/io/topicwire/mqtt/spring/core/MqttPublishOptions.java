package io.topicwire.mqtt.spring.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.UserProperty;
import org.jspecify.annotations.Nullable;

/**
 * How one message is to be published. What is {@code null} is left to the template: to
 * its QoS and RETAIN flag, and to its message converter for the content type. Immutable;
 * the methods with an argument return a changed copy: <pre class="code">
 * MqttPublishOptions.DEFAULTS.qos(QoS.EXACTLY_ONCE).retain(true)
 * </pre> All but QoS and RETAIN flag are left out over MQTT 3.1.1.
 *
 * @param qos the quality of service
 * @param retain whether the broker keeps the message for later subscribers
 * @param messageExpiry lifetime of the message from 0 to 4,294,967,295 seconds, fractions
 * dropped; {@code null} if it never expires
 * @param contentType what the payload is, usually a MIME type
 * @param responseTopic topic name that a reply is to be published to
 * @param correlationData what a reply has to repeat so that it finds its request, at most
 * 65,535 bytes; the array is not copied
 * @param userProperties pairs of the application in their order
 * @param topicTemplate what the topic name was made of, by which the message is observed;
 * not sent
 * @since 0.1.0
 */
public record MqttPublishOptions(@Nullable QoS qos, @Nullable Boolean retain, @Nullable Duration messageExpiry,
		@Nullable String contentType, @Nullable String responseTopic, byte @Nullable [] correlationData,
		List<UserProperty> userProperties, @Nullable String topicTemplate) {

	/**
	 * Options that leave everything to the template.
	 */
	public static final MqttPublishOptions DEFAULTS = new MqttPublishOptions(null, null, null, null, null, null,
			Collections.emptyList(), null);

	/**
	 * Create options.
	 */
	public MqttPublishOptions {
		userProperties = List.copyOf(userProperties);
	}

	/**
	 * Return these options with another quality of service.
	 * @param qos the quality of service
	 * @return new options
	 */
	public MqttPublishOptions qos(@Nullable QoS qos) {
		return new MqttPublishOptions(qos, this.retain, this.messageExpiry, this.contentType, this.responseTopic,
				this.correlationData, this.userProperties, this.topicTemplate);
	}

	/**
	 * Return these options with another RETAIN flag.
	 * @param retain whether the broker keeps the message for later subscribers
	 * @return new options
	 */
	public MqttPublishOptions retain(@Nullable Boolean retain) {
		return new MqttPublishOptions(this.qos, retain, this.messageExpiry, this.contentType, this.responseTopic,
				this.correlationData, this.userProperties, this.topicTemplate);
	}

	/**
	 * Return these options with another lifetime of the message.
	 * @param messageExpiry from 0 to 4,294,967,295 seconds, fractions dropped
	 * @return new options
	 */
	public MqttPublishOptions messageExpiry(@Nullable Duration messageExpiry) {
		return new MqttPublishOptions(this.qos, this.retain, messageExpiry, this.contentType, this.responseTopic,
				this.correlationData, this.userProperties, this.topicTemplate);
	}

	/**
	 * Return these options with another content type.
	 * @param contentType what the payload is, usually a MIME type
	 * @return new options
	 */
	public MqttPublishOptions contentType(@Nullable String contentType) {
		return new MqttPublishOptions(this.qos, this.retain, this.messageExpiry, contentType, this.responseTopic,
				this.correlationData, this.userProperties, this.topicTemplate);
	}

	/**
	 * Return these options with another response topic.
	 * @param responseTopic topic name that a reply is to be published to
	 * @return new options
	 */
	public MqttPublishOptions responseTopic(@Nullable String responseTopic) {
		return new MqttPublishOptions(this.qos, this.retain, this.messageExpiry, this.contentType, responseTopic,
				this.correlationData, this.userProperties, this.topicTemplate);
	}

	/**
	 * Return these options with other correlation data.
	 * @param correlationData what a reply has to repeat, not copied
	 * @return new options
	 */
	public MqttPublishOptions correlationData(byte @Nullable [] correlationData) {
		return new MqttPublishOptions(this.qos, this.retain, this.messageExpiry, this.contentType, this.responseTopic,
				correlationData, this.userProperties, this.topicTemplate);
	}

	/**
	 * Return these options with one more user property.
	 * @param name the name
	 * @param value the value
	 * @return new options
	 */
	public MqttPublishOptions userProperty(String name, String value) {
		List<UserProperty> userProperties = new ArrayList<>(this.userProperties);
		userProperties.add(new UserProperty(name, value));
		return new MqttPublishOptions(this.qos, this.retain, this.messageExpiry, this.contentType, this.responseTopic,
				this.correlationData, userProperties, this.topicTemplate);
	}

	/**
	 * Return these options with another topic template, by which the message is observed:
	 * of topic names there may be any number.
	 * @param topicTemplate what the topic name was made of, such as
	 * <code>plants/{plant}/commands</code>, or {@code null} if that is not known
	 * @return new options
	 */
	public MqttPublishOptions topicTemplate(@Nullable String topicTemplate) {
		return new MqttPublishOptions(this.qos, this.retain, this.messageExpiry, this.contentType, this.responseTopic,
				this.correlationData, this.userProperties, topicTemplate);
	}

}
