package io.topicwire.mqtt.boot.docker.compose;

import java.lang.reflect.Constructor;
import java.util.HashMap;
import java.util.Map;

import io.topicwire.mqtt.boot.autoconfigure.MqttConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link MqttDockerComposeConnectionDetailsFactory} with services that do not
 * run.
 */
class MqttDockerComposeConnectionDetailsFactoryTests {

	private final RunningService service = mock(RunningService.class);

	private final ConnectionPorts ports = mock(ConnectionPorts.class);

	private final Map<String, @Nullable String> env = new HashMap<>();

	private final Map<String, String> labels = new HashMap<>();

	MqttDockerComposeConnectionDetailsFactoryTests() {
		given(this.service.host()).willReturn("127.0.0.1");
		given(this.service.ports()).willReturn(this.ports);
		given(this.service.env()).willReturn(this.env);
		given(this.service.labels()).willReturn(this.labels);
		given(this.ports.get(1883)).willReturn(11883);
		given(this.ports.get(8883)).willReturn(18883);
	}

	@ParameterizedTest
	@ValueSource(strings = { "eclipse-mosquitto:2.0", "hivemq/hivemq-ce:2025.5", "hivemq/hivemq4", "emqx/emqx:5",
			"vernemq/vernemq" })
	void serviceIsKnownByItsImage(String image) {
		MqttConnectionDetails connectionDetails = connectionDetails(image);
		assertThat(connectionDetails).isNotNull();
		assertThat(connectionDetails.getUrl()).isEqualTo("mqtt://127.0.0.1:11883");
		assertThat(connectionDetails.getUsername()).isNull();
		assertThat(connectionDetails.getPassword()).isNull();
		assertThat(connectionDetails.getSslBundle()).isNull();
	}

	@Test
	void serviceOfAnotherImageNeedsTheLabel() {
		assertThat(connectionDetails("rabbitmq:4")).isNull();
		this.labels.put("org.springframework.boot.service-connection", "mqtt");
		this.env.put("RABBITMQ_DEFAULT_USER", "app");
		this.env.put("RABBITMQ_DEFAULT_PASS", "secret");
		MqttConnectionDetails connectionDetails = connectionDetails("rabbitmq:4");
		assertThat(connectionDetails).isNotNull();
		assertThat(connectionDetails.getUsername()).isEqualTo("app");
		assertThat(connectionDetails.getPassword()).isEqualTo("secret");
	}

	@Test
	void credentialsOfArtemisAreThoseOfItsEnvironment() {
		this.labels.put("org.springframework.boot.service-connection", "mqtt");
		this.env.put("ARTEMIS_USER", "app");
		this.env.put("ARTEMIS_PASSWORD", "secret");
		MqttConnectionDetails connectionDetails = connectionDetails("apache/activemq-artemis");
		assertThat(connectionDetails).isNotNull();
		assertThat(connectionDetails.getUsername()).isEqualTo("app");
		assertThat(connectionDetails.getPassword()).isEqualTo("secret");
	}

	@Test
	void serviceWithTrustStoreIsReachedByTls() {
		this.labels.put("org.springframework.boot.sslbundle.pem.truststore.certificate", "classpath:ca.crt");
		MqttConnectionDetails connectionDetails = connectionDetails("eclipse-mosquitto");
		assertThat(connectionDetails).isNotNull();
		assertThat(connectionDetails.getUrl()).isEqualTo("mqtts://127.0.0.1:18883");
		assertThat(connectionDetails.getSslBundle()).isNotNull();
	}

	@Test
	void portThatIsNotPublishedIsReported() {
		given(this.ports.get(1883)).willThrow(new IllegalStateException("No host port mapping found"));
		assertThatIllegalStateException().isThrownBy(() -> connectionDetails("eclipse-mosquitto"));
	}

	private @Nullable MqttConnectionDetails connectionDetails(String image) {
		given(this.service.image()).willReturn(ImageReference.of(image));
		return (MqttConnectionDetails) new ConnectionDetailsFactories(getClass().getClassLoader())
			.getConnectionDetails(source(), false)
			.get(MqttConnectionDetails.class);
	}

	private DockerComposeConnectionSource source() {
		try {
			Constructor<DockerComposeConnectionSource> constructor = DockerComposeConnectionSource.class
				.getDeclaredConstructor(RunningService.class, Environment.class);
			return BeanUtils.instantiateClass(constructor, this.service, new MockEnvironment());
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
