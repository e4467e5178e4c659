package io.topicwire.mqtt.boot.docker.compose;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Credentials in the environment of brokers that take them from there.
 */
class MqttEnvironment {

	private final @Nullable String username;

	private final @Nullable String password;

	MqttEnvironment(Map<String, @Nullable String> env) {
		this.username = first(env, "ARTEMIS_USER", "RABBITMQ_DEFAULT_USER");
		this.password = first(env, "ARTEMIS_PASSWORD", "RABBITMQ_DEFAULT_PASS");
	}

	private static @Nullable String first(Map<String, @Nullable String> env, String... names) {
		for (String name : names) {
			String value = env.get(name);
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	@Nullable String getUsername() {
		return this.username;
	}

	@Nullable String getPassword() {
		return this.password;
	}

}
