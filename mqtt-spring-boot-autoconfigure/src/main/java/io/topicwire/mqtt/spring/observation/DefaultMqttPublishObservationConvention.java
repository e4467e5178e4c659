package io.topicwire.mqtt.spring.observation;

import io.micrometer.common.KeyValues;
import io.topicwire.mqtt.spring.observation.MqttPublishObservation.HighCardinalityKeys;
import io.topicwire.mqtt.spring.observation.MqttPublishObservation.LowCardinalityKeys;

/**
 * Default {@link MqttPublishObservationConvention}, with the names that OpenTelemetry has
 * for messaging.
 *
 * @since 0.1.0
 */
public class DefaultMqttPublishObservationConvention implements MqttPublishObservationConvention {

	@Override
	public String getName() {
		return "mqtt.publish";
	}

	@Override
	public String getContextualName(MqttPublishContext context) {
		return "publish " + context.getDestination();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(MqttPublishContext context) {
		return KeyValues.of(LowCardinalityKeys.SYSTEM.withValue("mqtt"),
				LowCardinalityKeys.OPERATION_NAME.withValue("publish"),
				LowCardinalityKeys.OPERATION_TYPE.withValue("send"),
				LowCardinalityKeys.DESTINATION_TEMPLATE.withValue(context.getDestination()),
				LowCardinalityKeys.CONNECTION.withValue(context.getConnection()),
				LowCardinalityKeys.QOS.withValue(String.valueOf(context.getMessage().qos().level())));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(MqttPublishContext context) {
		return KeyValues.of(HighCardinalityKeys.DESTINATION_NAME.withValue(context.getMessage().topic()),
				HighCardinalityKeys.BODY_SIZE.withValue(String.valueOf(context.getMessage().payload().length)),
				HighCardinalityKeys.CLIENT_ID.withValue(context.getClientId()));
	}

}
