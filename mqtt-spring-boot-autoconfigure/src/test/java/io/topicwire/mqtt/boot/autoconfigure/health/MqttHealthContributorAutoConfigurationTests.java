package io.topicwire.mqtt.boot.autoconfigure.health;

import io.topicwire.mqtt.boot.autoconfigure.MqttAutoConfiguration;
import io.topicwire.mqtt.boot.health.MqttHealthIndicator;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.FakeMqttClient;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttHealthContributorAutoConfiguration}.
 */
class MqttHealthContributorAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MqttAutoConfiguration.class,
				MqttHealthContributorAutoConfiguration.class, HealthContributorAutoConfiguration.class));

	private final ApplicationContextRunner fakeClientRunner = this.contextRunner.withBean("mqttClient",
			MqttClient.class, FakeMqttClient::new);

	@Test
	void indicatorIsThere() {
		this.fakeClientRunner.run((context) -> assertThat(context.getBean("mqttHealthContributor"))
			.isInstanceOf(MqttHealthIndicator.class));
	}

	@Test
	void severalClientsMakeAComposite() {
		this.fakeClientRunner.withBean("second", MqttClient.class, FakeMqttClient::new)
			.run((context) -> assertThat(context.getBean("mqttHealthContributor"))
				.isInstanceOf(CompositeHealthContributor.class));
	}

	@Test
	void componentsOfSeveralConnectionsHaveTheirNames() {
		this.fakeClientRunner.withPropertyValues("mqtt.connection.cloud.url=mqtt://cloud")
			.withBean("cloudMqttClient", MqttClient.class, FakeMqttClient::new,
					(definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
			.run((context) -> assertThat(
					context.getBean("mqttHealthContributor", CompositeHealthContributor.class).stream())
				.extracting(HealthContributors.Entry::name)
				.containsExactlyInAnyOrder("default", "cloud"));
	}

	@Test
	void indicatorCanBeSwitchedOff() {
		this.fakeClientRunner.withPropertyValues("management.health.mqtt.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(MqttHealthIndicator.class));
	}

	@Test
	void indicatorBacksOffForOneOfTheSameName() {
		HealthIndicator indicator = () -> Health.up().build();
		this.fakeClientRunner.withBean("mqttHealthIndicator", HealthIndicator.class, () -> indicator)
			.run((context) -> assertThat(context).doesNotHaveBean(MqttHealthIndicator.class));
	}

	@Test
	void indicatorNeedsAClient() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MqttHealthContributorAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(MqttHealthContributorAutoConfiguration.class));
	}

	@Test
	void indicatorNeedsTheHealthModule() {
		this.fakeClientRunner.withClassLoader(new FilteredClassLoader(ConditionalOnEnabledHealthIndicator.class))
			.run((context) -> assertThat(context).doesNotHaveBean(MqttHealthContributorAutoConfiguration.class));
	}

}
