package io.topicwire.mqtt.boot.docker.compose;

import io.topicwire.mqtt.boot.autoconfigure.MqttConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;

/**
 * {@link DockerComposeConnectionDetailsFactory} to create {@link MqttConnectionDetails}
 * for a service of a broker that is known to speak MQTT by its image. Any other one needs
 * the label {@code org.springframework.boot.service-connection} with the value
 * {@code mqtt}.
 */
class MqttDockerComposeConnectionDetailsFactory extends DockerComposeConnectionDetailsFactory<MqttConnectionDetails> {

	private static final String[] CONNECTION_NAMES = { "eclipse-mosquitto", "hivemq/hivemq-ce", "hivemq/hivemq4",
			"emqx/emqx", "vernemq/vernemq", "mqtt" };

	MqttDockerComposeConnectionDetailsFactory() {
		super(CONNECTION_NAMES);
	}

	@Override
	protected MqttConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new MqttDockerComposeConnectionDetails(source.getRunningService());
	}

	/**
	 * {@link MqttConnectionDetails} backed by a {@link RunningService}.
	 */
	static class MqttDockerComposeConnectionDetails extends DockerComposeConnectionDetails
			implements MqttConnectionDetails {

		private static final int PORT = 1883;

		private static final int SECURE_PORT = 8883;

		private final String url;

		private final MqttEnvironment environment;

		private final @Nullable SslBundle sslBundle;

		MqttDockerComposeConnectionDetails(RunningService service) {
			super(service);
			this.environment = new MqttEnvironment(service.env());
			this.sslBundle = getSslBundle(service);
			boolean secure = this.sslBundle != null;
			this.url = "%s://%s:%d".formatted(secure ? "mqtts" : "mqtt", service.host(),
					service.ports().get(secure ? SECURE_PORT : PORT));
		}

		@Override
		public String getUrl() {
			return this.url;
		}

		@Override
		public @Nullable String getUsername() {
			return this.environment.getUsername();
		}

		@Override
		public @Nullable String getPassword() {
			return this.environment.getPassword();
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return this.sslBundle;
		}

	}

}
