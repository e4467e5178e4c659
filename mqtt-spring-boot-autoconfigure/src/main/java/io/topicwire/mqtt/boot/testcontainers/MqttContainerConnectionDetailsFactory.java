package io.topicwire.mqtt.boot.testcontainers;

import java.util.List;

import io.topicwire.mqtt.boot.autoconfigure.MqttConnectionDetails;
import org.testcontainers.containers.Container;

import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.util.ClassUtils;

/**
 * {@link ContainerConnectionDetailsFactory} to create {@link MqttConnectionDetails} from
 * a {@link ServiceConnection @ServiceConnection}-annotated container of a broker that is
 * known to speak MQTT by its image. Any other one, such as that of a broker for which
 * MQTT is one protocol among others, has to be asked for {@link MqttConnectionDetails} by
 * their type, or to be named {@code mqtt}.
 */
class MqttContainerConnectionDetailsFactory extends AbstractMqttContainerConnectionDetailsFactory<Container<?>> {

	private static final String HIVEMQ_CONTAINER = "org.testcontainers.hivemq.HiveMQContainer";

	MqttContainerConnectionDetailsFactory() {
		super(List.of("eclipse-mosquitto", "hivemq/hivemq-ce", "hivemq/hivemq4", "emqx/emqx", "vernemq/vernemq",
				"mqtt"));
	}

	@Override
	protected boolean sourceAccepts(ContainerConnectionSource<Container<?>> source, Class<?> requiredContainerType,
			Class<?> requiredConnectionDetailsType) {
		boolean accepted = super.sourceAccepts(source, requiredContainerType, requiredConnectionDetailsType)
				|| isAskedForByType(source, requiredContainerType, requiredConnectionDetailsType);
		return accepted && !isHiveMQContainer(source, requiredConnectionDetailsType);
	}

	/**
	 * Return whether the type of the connection details is told, so that a container that
	 * others can connect to as well is meant to be a broker.
	 */
	private static boolean isAskedForByType(ContainerConnectionSource<?> source, Class<?> containerType,
			Class<?> connectionDetailsType) {
		return source.getConnectionDetailsTypes().contains(connectionDetailsType)
				&& source.accepts(ANY_CONNECTION_NAME, containerType, connectionDetailsType);
	}

	/**
	 * Return whether there is a factory for the type of the container.
	 */
	private static boolean isHiveMQContainer(ContainerConnectionSource<?> source, Class<?> connectionDetailsType) {
		ClassLoader classLoader = MqttContainerConnectionDetailsFactory.class.getClassLoader();
		return ClassUtils.isPresent(HIVEMQ_CONTAINER, classLoader) && source.accepts(ANY_CONNECTION_NAME,
				ClassUtils.resolveClassName(HIVEMQ_CONTAINER, classLoader), connectionDetailsType);
	}

}
