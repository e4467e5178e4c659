package io.topicwire.mqtt.boot.testcontainers;

import java.util.List;

import io.topicwire.mqtt.boot.autoconfigure.MqttConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.Container;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/**
 * Base of factories that create {@link MqttConnectionDetails} from containers.
 *
 * @param <C> the type of the containers
 */
abstract class AbstractMqttContainerConnectionDetailsFactory<C extends Container<?>>
		extends ContainerConnectionDetailsFactory<C, MqttConnectionDetails> {

	AbstractMqttContainerConnectionDetailsFactory() {
	}

	AbstractMqttContainerConnectionDetailsFactory(List<String> connectionNames) {
		super(connectionNames);
	}

	@Override
	protected MqttConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<C> source) {
		return new MqttContainerConnectionDetails<>(source);
	}

	/**
	 * {@link MqttConnectionDetails} backed by a {@link ContainerConnectionSource}.
	 */
	private static final class MqttContainerConnectionDetails<C extends Container<?>>
			extends ContainerConnectionDetails<C> implements MqttConnectionDetails {

		private static final int PORT = 1883;

		private static final int SECURE_PORT = 8883;

		private MqttContainerConnectionDetails(ContainerConnectionSource<C> source) {
			super(source);
		}

		@Override
		public String getUrl() {
			boolean secure = getSslBundle() != null;
			C container = getContainer();
			return "%s://%s:%d".formatted(secure ? "mqtts" : "mqtt", container.getHost(),
					container.getMappedPort(secure ? SECURE_PORT : PORT));
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return super.getSslBundle();
		}

	}

}
