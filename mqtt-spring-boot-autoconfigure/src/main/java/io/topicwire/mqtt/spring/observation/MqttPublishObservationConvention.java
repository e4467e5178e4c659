package io.topicwire.mqtt.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * {@link ObservationConvention} for messages that are published. One that adds keys best
 * extends {@link DefaultMqttPublishObservationConvention}.
 *
 * @since 0.1.0
 */
public interface MqttPublishObservationConvention extends ObservationConvention<MqttPublishContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof MqttPublishContext;
	}

}
