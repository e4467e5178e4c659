package io.topicwire.mqtt.spring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * Observation of a message that is published: from the call to the moment when it is
 * written (QoS 0) or the broker has taken it over (QoS 1 and 2).
 *
 * @since 0.1.0
 */
public enum MqttPublishObservation implements ObservationDocumentation {

	/**
	 * A message is published.
	 */
	PUBLISH;

	@Override
	public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
		return DefaultMqttPublishObservationConvention.class;
	}

	@Override
	public String getPrefix() {
		return "";
	}

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return LowCardinalityKeys.values();
	}

	@Override
	public KeyName[] getHighCardinalityKeyNames() {
		return HighCardinalityKeys.values();
	}

	/**
	 * Keys with few values, which become tags of the timer.
	 */
	public enum LowCardinalityKeys implements KeyName {

		/**
		 * Always {@code mqtt}.
		 */
		SYSTEM("messaging.system"),

		/**
		 * Always {@code publish}.
		 */
		OPERATION_NAME("messaging.operation.name"),

		/**
		 * Always {@code send}.
		 */
		OPERATION_TYPE("messaging.operation.type"),

		/**
		 * Topic template that the topic name was made of, or {@code none} if it is not
		 * known. Never the topic name itself, of which there may be any number.
		 */
		DESTINATION_TEMPLATE("messaging.destination.template"),

		/**
		 * Name of the connection.
		 */
		CONNECTION("mqtt.connection"),

		/**
		 * QoS of the message, from 0 to 2.
		 */
		QOS("mqtt.qos");

		private final String key;

		LowCardinalityKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Keys with any number of values, which become attributes of the span only.
	 */
	public enum HighCardinalityKeys implements KeyName {

		/**
		 * Topic name.
		 */
		DESTINATION_NAME("messaging.destination.name"),

		/**
		 * Size of the payload in bytes.
		 */
		BODY_SIZE("messaging.message.body.size"),

		/**
		 * Client identifier.
		 */
		CLIENT_ID("messaging.client.id");

		private final String key;

		HighCardinalityKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
