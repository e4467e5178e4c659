package io.topicwire.mqtt.client;

import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.topicwire.mqtt.engine.ClientSettings;
import org.jspecify.annotations.Nullable;

/**
 * A setting with its limits, and what somebody reads who exceeds them.
 *
 * @param name what is limited
 * @param setting how it is set
 * @param property the property of Spring Boot, if there is one
 * @param value reads the setting
 * @param allowed what is allowed, in words
 * @param excess sets a value that is not allowed
 * @param message what is said about that value
 */
record Limit(String name, String setting, @Nullable String property, Function<ClientSettings, Object> value,
		String allowed, UnaryOperator<MqttClientBuilder> excess, String message) {

	@Override
	public String toString() {
		return this.name;
	}

}
