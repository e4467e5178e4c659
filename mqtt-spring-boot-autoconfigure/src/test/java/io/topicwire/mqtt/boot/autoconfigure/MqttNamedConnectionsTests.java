package io.topicwire.mqtt.boot.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.config.MqttListenerContainerFactory;
import io.topicwire.mqtt.spring.core.MqttClientRegistry;
import io.topicwire.mqtt.spring.core.MqttOperations;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for named connections of {@link MqttAutoConfiguration}.
 */
class MqttNamedConnectionsTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final FakeMqttClient cloud = new FakeMqttClient();

	private final ApplicationContextRunner realRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MqttAutoConfiguration.class))
		.withBean("mqttClient", MqttClient.class, () -> this.client)
		.withPropertyValues("mqtt.client-id=gateway", "mqtt.recovery.enabled=false",
				"mqtt.connection.cloud.url=mqtt://127.0.0.1:1", "mqtt.connection.cloud.template.qos=2",
				"mqtt.connection.cloud.template.default-topic=events", "mqtt.connection.cloud.listener.qos=0");

	private final ApplicationContextRunner contextRunner = this.realRunner.withBean("cloudMqttClient", MqttClient.class,
			() -> this.cloud, (definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false));

	@Test
	void beansOfTheConnectionAreNoDefaultCandidates() {
		this.realRunner.run((context) -> {
			assertThat(context).hasBean("cloudMqttClient")
				.hasBean("cloudMqttTemplate")
				.hasBean("cloudMqttListenerContainerFactory");
			assertThat(context.getBeanProvider(MqttClient.class).getIfUnique()).isSameAs(this.client);
			assertThat(context.getBeanProvider(MqttOperations.class).getIfUnique())
				.isSameAs(context.getBean("mqttTemplate"));
			assertThat(context.getBeanProvider(MqttListenerContainerFactory.class).getIfUnique())
				.isSameAs(context.getBean("mqttListenerContainerFactory"));
		});
	}

	@Test
	void beansOfTheConnectionAreInjectedByQualifier() {
		this.realRunner.withUserConfiguration(InjectionConfiguration.class).run((context) -> {
			Injected injected = context.getBean(Injected.class);
			assertThat(injected.client().clientId()).isEqualTo("gateway-cloud");
			assertThat(injected.client().logPrefix()).isEqualTo("[cloud/gateway-cloud]");
			assertThat(injected.client().url()).isEqualTo("mqtt://127.0.0.1:1");
			assertThat(injected.template()).isSameAs(context.getBean("cloudMqttTemplate"));
			assertThat(injected.defaultTemplate()).isSameAs(context.getBean("mqttTemplate"));
		});
	}

	@Test
	void registryKnowsAllClients() {
		this.contextRunner.run((context) -> {
			MqttClientRegistry registry = context.getBean(MqttClientRegistry.class);
			assertThat(registry.getConnectionNames()).containsExactly("default", "cloud");
			assertThat(registry.getClient("default")).isSameAs(this.client);
			assertThat(registry.getClient("cloud")).isSameAs(this.cloud);
			assertThatIllegalArgumentException().isThrownBy(() -> registry.getClient("plant"))
				.withMessageContaining("no connection 'plant' among [default, cloud]");
		});
	}

	@Test
	void templateOfTheConnectionHasItsDefaults() {
		this.contextRunner.run((context) -> {
			context.getBean("cloudMqttTemplate", MqttTemplate.class).sendDefault("x");
			assertThat(this.cloud.published()).singleElement().satisfies((message) -> {
				assertThat(message.topic()).isEqualTo("events");
				assertThat(message.qos()).isEqualTo(QoS.EXACTLY_ONCE);
			});
			assertThat(this.client.published()).isEmpty();
		});
	}

	@Test
	void templateLeadsToThoseOfOtherConnections() {
		this.contextRunner.run((context) -> {
			MqttTemplate template = context.getBean(MqttTemplate.class);
			template.connection("cloud").send("a", "x");
			assertThat(this.cloud.published()).hasSize(1);
			assertThat(template.connection("cloud").connection("default")).isSameAs(template);
			assertThatIllegalArgumentException().isThrownBy(() -> template.connection("plant"))
				.withMessageContaining("no connection 'plant'")
				.withMessageContaining("mqtt.connection.plant.url");
		});
	}

	@Test
	void listenerReceivesFromItsConnection() {
		this.contextRunner.withUserConfiguration(ListenerConfiguration.class).run((context) -> {
			assertThat(this.cloud.events()).containsExactly("subscribe a/+", "connectAsync");
			assertThat(this.cloud.subscriptions()).singleElement()
				.satisfies((subscription) -> assertThat(subscription.options().qos()).isEqualTo(QoS.AT_MOST_ONCE));
			assertThat(this.client.events()).containsExactly("subscribe b", "connectAsync");
		});
	}

	@Test
	void listenerOfAnUnknownConnectionKeepsTheApplicationFromStarting() {
		this.contextRunner.withUserConfiguration(UnknownConnectionConfiguration.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("plantMqttListenerContainerFactory")
				.hasMessageContaining("name a connection that there is"));
	}

	@Test
	void listenerNamesConnectionOrContainerFactory() {
		this.contextRunner.withUserConfiguration(BothConfiguration.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("containerFactory = \"mine\" and connection = \"cloud\""));
	}

	@Test
	void allClientsAreDisconnectedAndClosedWithTheContext() {
		this.contextRunner.run((context) -> {
		});
		assertThat(this.client.events()).containsExactly("connectAsync", "disconnectAsync", "close");
		assertThat(this.cloud.events()).containsExactly("connectAsync", "disconnectAsync", "close");
	}

	@Test
	void connectionFailsFastOnItsOwn() {
		this.cloud.failWith(new MqttConnectionException("refused"));
		this.contextRunner.withPropertyValues("mqtt.connection.cloud.fail-fast=true").run((context) -> {
			assertThat(context).getFailure().cause().isInstanceOf(MqttFailFastException.class);
			assertThat(this.client.events()).contains("connectAsync").doesNotContain("connect");
		});
	}

	@Test
	void connectionDetailsAreFoundByQualifier() {
		this.realRunner.withUserConfiguration(ConnectionDetailsConfiguration.class)
			.run((context) -> assertThat(context.getBean("cloudMqttClient", MqttClient.class).url())
				.isEqualTo("mqtt://127.0.0.1:2"));
	}

	@Test
	void connectionDetailsOfTheDefaultConnectionServeThoseWithoutAUrl() {
		this.realRunner.withBean(MqttConnectionDetails.class, () -> () -> "mqtt://127.0.0.1:3")
			.withPropertyValues("mqtt.connection.plant.username=app")
			.run((context) -> {
				assertThat(context.getBean("plantMqttClient", MqttClient.class).url()).isEqualTo("mqtt://127.0.0.1:3");
				assertThat(context.getBean("cloudMqttClient", MqttClient.class).url()).isEqualTo("mqtt://127.0.0.1:1");
			});
	}

	@Test
	void customizerMayBeForOneConnection() {
		List<String> customized = new ArrayList<>();
		this.realRunner.withPropertyValues("mqtt.connection.plant.url=mqtt://127.0.0.1:4")
			.withBean("all", MqttClientBuilderCustomizer.class, () -> (builder) -> customized.add("all"))
			.withBean("one", MqttClientBuilderCustomizer.class,
					() -> MqttClientBuilderCustomizer.forConnection("plant", (builder) -> customized.add("plant")))
			.run((context) -> assertThat(customized).containsExactlyInAnyOrder("all", "all", "plant"));
	}

	@Test
	void templateCustomizerMayBeForOneConnection() {
		this.realRunner.withPropertyValues("mqtt.connection.plant.url=mqtt://127.0.0.1:4", "mqtt.template.qos=0")
			.withBean("all", MqttTemplateCustomizer.class,
					() -> (template) -> template.setReplyTimeout(Duration.ofMinutes(1)))
			.withBean("one", MqttTemplateCustomizer.class,
					() -> MqttTemplateCustomizer.forConnection("plant",
							(template) -> template.setDefaultQos(QoS.EXACTLY_ONCE)))
			.run((context) -> {
				assertThat(context.getBean("mqttTemplate"))
					.hasFieldOrPropertyWithValue("replyTimeout", Duration.ofMinutes(1))
					.hasFieldOrPropertyWithValue("defaultQos", QoS.AT_MOST_ONCE);
				assertThat(context.getBean("plantMqttTemplate"))
					.hasFieldOrPropertyWithValue("replyTimeout", Duration.ofMinutes(1))
					.hasFieldOrPropertyWithValue("defaultQos", QoS.EXACTLY_ONCE);
			});
	}

	@Test
	void badValueIsReportedUnderTheNameOfItsProperty() {
		assertThatFailureIsAbout("mqtt.connection.cloud.keep-alive", "mqtt.connection.cloud.keep-alive=20h");
		assertThatFailureIsAbout("mqtt.keep-alive", "mqtt.keep-alive=20h");
	}

	private void assertThatFailureIsAbout(String name, String property) {
		this.realRunner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getName()).isEqualTo(name))
				.hasMessageContaining("connection 'cloud'"));
	}

	@Configuration(proxyBeanMethods = false)
	static class ListenerConfiguration {

		@MqttListener(topics = "a/{b}", connection = "${cloud.name:cloud}")
		void onCloudMessage(String payload) {
		}

		@MqttListener(topics = "b", connection = "default")
		void onMessage(String payload) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnknownConnectionConfiguration {

		@MqttListener(topics = "a", connection = "plant")
		void onMessage(String payload) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BothConfiguration {

		@MqttListener(topics = "a", connection = "cloud", containerFactory = "mine")
		void onMessage(String payload) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ConnectionDetailsConfiguration {

		@Bean(defaultCandidate = false)
		@Qualifier("cloud")
		MqttConnectionDetails cloudBroker() {
			return () -> "mqtt://127.0.0.1:2";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InjectionConfiguration {

		@Bean
		Injected injected(@Qualifier("cloud") MqttClient client, @Qualifier("cloud") MqttTemplate template,
				@Nullable MqttTemplate defaultTemplate) {
			return new Injected(client, template, defaultTemplate);
		}

	}

	record Injected(MqttClient client, MqttTemplate template, @Nullable MqttTemplate defaultTemplate) {

	}

}
