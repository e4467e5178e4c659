package io.topicwire.mqtt.spring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.docs.ObservationDocumentation;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Observation of a request: from the call to the moment when its reply has come. The
 * message that is published is observed apart.
 *
 * @since 0.1.0
 */
public enum MqttRequestObservation implements ObservationDocumentation {

	/**
	 * A request waits for its reply.
	 */
	REQUEST;

	private static final String NAME = "mqtt.request";

	@Override
	public String getName() {
		return NAME;
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

	static Observation start(MqttMessage request, @Nullable String destinationTemplate, String connection,
			ObservationRegistry registry) {
		String destination = (destinationTemplate != null) ? destinationTemplate : MqttPublishContext.NONE;
		return Observation.createNotStarted(NAME, registry)
			.contextualName("request " + destination)
			.lowCardinalityKeyValue(LowCardinalityKeys.DESTINATION_TEMPLATE.withValue(destination))
			.lowCardinalityKeyValue(LowCardinalityKeys.CONNECTION.withValue(connection))
			.lowCardinalityKeyValue(LowCardinalityKeys.RESULT.withValue(MqttPublishContext.NONE))
			.highCardinalityKeyValue(HighCardinalityKeys.DESTINATION_NAME.withValue(request.topic()))
			.start();
	}

	static void stop(Observation observation, @Nullable Throwable failure) {
		Throwable cause = MqttPublishObservations.unwrap(failure);
		observation.lowCardinalityKeyValue(LowCardinalityKeys.RESULT.withValue(result(cause)));
		MqttPublishObservations.stop(observation, cause);
	}

	private static String result(@Nullable Throwable failure) {
		if (failure == null) {
			return "success";
		}
		return (failure instanceof MqttTimeoutException) ? "timeout" : "error";
	}

	/**
	 * Keys with few values, which become tags of the timer.
	 */
	public enum LowCardinalityKeys implements KeyName {

		/**
		 * Topic template that the topic name was made of, or {@code none} if it is not
		 * known.
		 */
		DESTINATION_TEMPLATE("messaging.destination.template"),

		/**
		 * Name of the connection.
		 */
		CONNECTION("mqtt.connection"),

		/**
		 * What became of it: {@code success}, {@code timeout} or {@code error}, and
		 * {@code none} as long as it is not known.
		 */
		RESULT("result");

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
		DESTINATION_NAME("messaging.destination.name");

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
