package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.publisher.EnableMqttPublishers;
import io.topicwire.mqtt.spring.publisher.scanned.Devices;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttPublishersConfiguration}.
 */
class MqttPublishersConfigurationTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MqttAutoConfiguration.class, JacksonAutoConfiguration.class))
		.withBean(MqttClient.class, () -> this.client);

	@Test
	void publishersOfTheApplicationAreBeans() {
		this.contextRunner.withUserConfiguration(PackageConfiguration.class).run((context) -> {
			context.getBean("devices", Devices.class).stop("7");
			assertThat(this.client.published()).singleElement()
				.satisfies((message) -> assertThat(message.topic()).isEqualTo("devices/7/commands"));
		});
	}

	@Test
	void publishersAreOnlyLookedForWhereTheUserSays() {
		this.contextRunner.withUserConfiguration(PackageConfiguration.class, ElsewhereConfiguration.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Devices.class));
	}

	@Test
	void publishersAreNotLookedForWithoutAnApplication() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Devices.class));
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = Devices.class)
	static class PackageConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMqttPublishers
	static class ElsewhereConfiguration {

	}

}
