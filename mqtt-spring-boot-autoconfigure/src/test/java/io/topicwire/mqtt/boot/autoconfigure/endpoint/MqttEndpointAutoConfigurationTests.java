package io.topicwire.mqtt.boot.autoconfigure.endpoint;

import java.util.Collections;

import io.topicwire.mqtt.boot.autoconfigure.MqttAutoConfiguration;
import io.topicwire.mqtt.boot.endpoint.MqttEndpoint;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.FakeMqttClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttEndpointAutoConfiguration}.
 */
class MqttEndpointAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MqttAutoConfiguration.class, MqttEndpointAutoConfiguration.class,
				EndpointAutoConfiguration.class))
		.withBean("fakeClient", MqttClient.class, FakeMqttClient::new);

	private final ApplicationContextRunner exposedRunner = this.contextRunner
		.withPropertyValues("management.endpoints.web.exposure.include=mqtt");

	@Test
	void endpointIsThereIfItIsExposed() {
		this.exposedRunner.run((context) -> assertThat(context.getBean(MqttEndpoint.class).mqtt().connections())
			.containsOnlyKeys("default"));
	}

	@Test
	void endpointIsNotThereIfItIsNotExposed() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(MqttEndpoint.class));
	}

	@Test
	void endpointIsNotThereWithoutAccess() {
		this.exposedRunner.withPropertyValues("management.endpoint.mqtt.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(MqttEndpoint.class));
	}

	@Test
	void endpointIsForReadingByDefault() {
		assertThat(MqttEndpoint.class.getAnnotation(Endpoint.class).defaultAccess()).isEqualTo(Access.READ_ONLY);
	}

	@Test
	void endpointIsNotThereWithoutActuator() {
		this.exposedRunner.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("mqttEndpoint"));
	}

	@Test
	void endpointOfTheUserIsUsed() {
		MqttEndpoint endpoint = new MqttEndpoint(Collections.emptyMap(), null);
		this.exposedRunner.withBean(MqttEndpoint.class, () -> endpoint)
			.run((context) -> assertThat(context.getBean(MqttEndpoint.class)).isSameAs(endpoint));
	}

}
