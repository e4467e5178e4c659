package io.topicwire.mqtt.boot.testcontainers;

import io.topicwire.mqtt.boot.autoconfigure.MqttConnectionDetails;
import org.testcontainers.hivemq.HiveMQContainer;

import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;

/**
 * {@link ContainerConnectionDetailsFactory} to create {@link MqttConnectionDetails} from
 * a {@link ServiceConnection @ServiceConnection}-annotated {@link HiveMQContainer}.
 */
class HiveMQContainerConnectionDetailsFactory extends AbstractMqttContainerConnectionDetailsFactory<HiveMQContainer> {

}
