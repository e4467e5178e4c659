package io.topicwire.mqtt.spring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * Observation of a listener that handles a message or a batch.
 *
 * @since 0.1.0
 */
public enum MqttListenerObservation implements ObservationDocumentation {

	/**
	 * A listener handles a message or a batch.
	 */
	PROCESS;

	@Override
	public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
		return DefaultMqttListenerObservationConvention.class;
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
		 * Always {@code process}.
		 */
		OPERATION_NAME("messaging.operation.name"),

		/**
		 * Always {@code process}.
		 */
		OPERATION_TYPE("messaging.operation.type"),

		/**
		 * Topic template of the listener that the topic name matches.
		 */
		DESTINATION_TEMPLATE("messaging.destination.template"),

		/**
		 * Name of the shared subscription, or {@code none} if it is not shared.
		 */
		CONSUMER_GROUP("messaging.consumer.group.name"),

		/**
		 * Name of the connection.
		 */
		CONNECTION("mqtt.connection"),

		/**
		 * Identifier of the listener.
		 */
		LISTENER_ID("mqtt.listener.id");

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
		 * Number of messages in a batch; not there without one.
		 */
		BATCH_MESSAGE_COUNT("messaging.batch.message_count"),

		/**
		 * Topic name; not there for a batch.
		 */
		DESTINATION_NAME("messaging.destination.name"),

		/**
		 * Size of the payload in bytes; not there for a batch.
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
