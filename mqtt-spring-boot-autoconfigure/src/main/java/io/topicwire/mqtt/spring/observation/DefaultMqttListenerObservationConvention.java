package io.topicwire.mqtt.spring.observation;

import io.micrometer.common.KeyValues;
import io.topicwire.mqtt.spring.observation.MqttListenerObservation.HighCardinalityKeys;
import io.topicwire.mqtt.spring.observation.MqttListenerObservation.LowCardinalityKeys;

/**
 * Default {@link MqttListenerObservationConvention}, with the names that OpenTelemetry
 * has for messaging.
 *
 * @since 0.1.0
 */
public class DefaultMqttListenerObservationConvention implements MqttListenerObservationConvention {

	@Override
	public String getName() {
		return "mqtt.listener";
	}

	@Override
	public String getContextualName(MqttListenerContext context) {
		return "process " + context.getDestination();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(MqttListenerContext context) {
		return KeyValues.of(LowCardinalityKeys.SYSTEM.withValue("mqtt"),
				LowCardinalityKeys.OPERATION_NAME.withValue("process"),
				LowCardinalityKeys.OPERATION_TYPE.withValue("process"),
				LowCardinalityKeys.DESTINATION_TEMPLATE.withValue(context.getDestination()),
				LowCardinalityKeys.CONSUMER_GROUP.withValue(context.getConsumerGroup()),
				LowCardinalityKeys.CONNECTION.withValue(context.getConnection()),
				LowCardinalityKeys.LISTENER_ID.withValue(context.getListenerId()));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(MqttListenerContext context) {
		if (context.isBatch()) {
			return KeyValues.of(
					HighCardinalityKeys.BATCH_MESSAGE_COUNT.withValue(String.valueOf(context.getMessages().size())),
					HighCardinalityKeys.CLIENT_ID.withValue(context.getClientId()));
		}
		return KeyValues.of(HighCardinalityKeys.DESTINATION_NAME.withValue(context.getMessage().topic()),
				HighCardinalityKeys.BODY_SIZE.withValue(String.valueOf(context.getMessage().payload().length)),
				HighCardinalityKeys.CLIENT_ID.withValue(context.getClientId()));
	}

}
