package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttPublishException;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ServerLimits;
import org.jspecify.annotations.Nullable;

/**
 * What a broker does not let a client publish (MQTT 5.0, sections 3.2.2.3.4 and
 * 3.2.2.3.5). It would end the connection.
 */
final class PublishLimits {

	private PublishLimits() {
	}

	static @Nullable MqttException check(MqttMessage message, ServerLimits limits) {
		if (message.qos().compareTo(limits.maximumQos()) > 0) {
			return new MqttPublishException(ReasonCode.QOS_NOT_SUPPORTED,
					"The broker allows QoS " + limits.maximumQos().level()
							+ " at most (Maximum QoS), but the message to topic '" + message.topic() + "' has QoS "
							+ message.qos().level());
		}
		if (message.retain() && !limits.retainAvailable()) {
			return new MqttPublishException(ReasonCode.RETAIN_NOT_SUPPORTED,
					"The broker keeps no retained messages (Retain Available is 0), but the message to topic '"
							+ message.topic() + "' is to be retained");
		}
		return null;
	}

}
