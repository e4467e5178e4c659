package io.topicwire.mqtt.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * {@link ObservationConvention} for listeners. One that adds keys best extends
 * {@link DefaultMqttListenerObservationConvention}.
 *
 * @since 0.1.0
 */
public interface MqttListenerObservationConvention extends ObservationConvention<MqttListenerContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof MqttListenerContext;
	}

}
