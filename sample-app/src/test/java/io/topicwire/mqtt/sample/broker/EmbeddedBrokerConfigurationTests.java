package io.topicwire.mqtt.sample.broker;

import io.topicwire.mqtt.boot.autoconfigure.MqttConnectionDetails;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EmbeddedBrokerConfiguration}.
 */
class EmbeddedBrokerConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withUserConfiguration(BrokerConfiguration.class)
		.withPropertyValues("sample.broker.port=0");

	@Test
	void clientIsSentToTheEmbeddedBroker() {
		this.contextRunner.run((context) -> assertThat(context.getBean(MqttConnectionDetails.class).getUrl())
			.isEqualTo(context.getBean(EmbeddedBroker.class).url())
			.doesNotEndWith(":0"));
	}

	@Test
	void thereIsNoEmbeddedBrokerWhenThereIsAUrl() {
		this.contextRunner.withPropertyValues("mqtt.url=mqtt://broker.example.com")
			.run((context) -> assertThat(context).doesNotHaveBean(EmbeddedBroker.class)
				.doesNotHaveBean(MqttConnectionDetails.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(EmbeddedBrokerProperties.class)
	@Import(EmbeddedBrokerConfiguration.class)
	static class BrokerConfiguration {

	}

}
