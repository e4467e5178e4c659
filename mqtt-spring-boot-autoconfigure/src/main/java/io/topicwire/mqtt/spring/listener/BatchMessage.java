package io.topicwire.mqtt.spring.listener;

import java.util.Map;

import io.topicwire.mqtt.Acknowledgement;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.spring.support.Acknowledgment;

/**
 * A message that belongs to a batch.
 *
 * @param message the message
 * @param topicVariables the levels of its topic name that the topic template names
 * @param acknowledgement what the broker is to be told about it
 * @param arrivalTime when it came, on the clock of {@link System#nanoTime()}
 */
record BatchMessage(MqttMessage message, Map<String, String> topicVariables, Acknowledgement acknowledgement,
		long arrivalTime) implements Acknowledgment {

	/**
	 * Return how much memory it takes while it waits, in bytes.
	 */
	int size() {
		return this.message.payload().length + this.message.topic().length();
	}

	boolean isDispensable() {
		return this.message.qos() == QoS.AT_MOST_ONCE;
	}

	@Override
	public boolean acknowledge() {
		return this.acknowledgement.acknowledge();
	}

	@Override
	public boolean reject(ReasonCode reasonCode) {
		return this.acknowledgement.reject(reasonCode);
	}

}
