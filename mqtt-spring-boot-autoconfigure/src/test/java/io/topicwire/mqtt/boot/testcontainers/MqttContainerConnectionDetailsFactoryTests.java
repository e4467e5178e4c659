package io.topicwire.mqtt.boot.testcontainers;

import io.topicwire.mqtt.boot.autoconfigure.MqttAutoConfiguration;
import io.topicwire.mqtt.boot.autoconfigure.MqttConnectionDetails;
import io.topicwire.mqtt.client.MqttClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.hivemq.HiveMQContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.context.ImportTestcontainers;
import org.springframework.boot.testcontainers.service.connection.PemTrustStore;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttContainerConnectionDetailsFactory} and
 * {@link HiveMQContainerConnectionDetailsFactory}, with containers that are not started.
 */
class MqttContainerConnectionDetailsFactoryTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ServiceConnectionAutoConfiguration.class, MqttAutoConfiguration.class,
				SslAutoConfiguration.class))
		.withPropertyValues("mqtt.url=mqtt://elsewhere", "mqtt.recovery.enabled=false",
				"test.image=eclipse-mosquitto:2");

	@ParameterizedTest
	@ValueSource(classes = { Mosquitto.class, HiveMq.class, Emqx.class, VerneMq.class })
	void containerIsKnownByItsImage(Class<?> containers) {
		this.contextRunner.withUserConfiguration(containers).run((context) -> {
			assertThat(context).hasSingleBean(MqttConnectionDetails.class);
			assertThat(context.getBean(MqttConnectionDetails.class).getUrl()).isEqualTo("mqtt://127.0.0.1:11883");
			assertThat(context.getBean(MqttClient.class).url()).isEqualTo("mqtt://127.0.0.1:11883");
		});
	}

	@Test
	void containerOfHiveMqIsKnownByItsType() {
		this.contextRunner.withUserConfiguration(HiveMqConfiguration.class)
			.run((context) -> assertThat(context.getBean(MqttConnectionDetails.class).getUrl())
				.isEqualTo("mqtt://127.0.0.1:11883"));
	}

	@Test
	void containerOfAnotherImageHasToBeNamed() {
		this.contextRunner.withPropertyValues("test.image=rabbitmq:4")
			.withUserConfiguration(NamedConfiguration.class)
			.run((context) -> assertThat(context.getBean(MqttConnectionDetails.class).getUrl())
				.isEqualTo("mqtt://127.0.0.1:11883"));
		this.contextRunner.withPropertyValues("test.image=rabbitmq:4")
			.withUserConfiguration(ImageConfiguration.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("No ConnectionDetails found for source"));
	}

	@Test
	void containerOfAnotherImageMayBeAskedForByType() {
		this.contextRunner.withPropertyValues("test.image=rabbitmq:4")
			.withUserConfiguration(TypedConfiguration.class)
			.run((context) -> assertThat(context.getBean(MqttConnectionDetails.class).getUrl())
				.isEqualTo("mqtt://127.0.0.1:11883"));
	}

	@Test
	void containerOfHiveMqMayBeAskedForByType() {
		this.contextRunner.withUserConfiguration(TypedHiveMqConfiguration.class)
			.run((context) -> assertThat(context.getBean(MqttConnectionDetails.class).getUrl())
				.isEqualTo("mqtt://127.0.0.1:11883"));
	}

	@Test
	void containerWithTrustStoreIsReachedByTls() {
		this.contextRunner.withUserConfiguration(SecureConfiguration.class).run((context) -> {
			MqttConnectionDetails connectionDetails = context.getBean(MqttConnectionDetails.class);
			assertThat(connectionDetails.getUrl()).isEqualTo("mqtts://127.0.0.1:18883");
			assertThat(connectionDetails.getSslBundle()).isNotNull();
		});
	}

	@ImportTestcontainers
	@Configuration(proxyBeanMethods = false)
	static class Mosquitto {

		@ServiceConnection
		static final GenericContainer<?> broker = new UnstartedContainer("eclipse-mosquitto:2.0");

	}

	@ImportTestcontainers
	@Configuration(proxyBeanMethods = false)
	static class HiveMq {

		@ServiceConnection
		static final GenericContainer<?> broker = new UnstartedContainer("hivemq/hivemq-ce:2025.5");

	}

	@ImportTestcontainers
	@Configuration(proxyBeanMethods = false)
	static class Emqx {

		@ServiceConnection
		static final GenericContainer<?> broker = new UnstartedContainer("emqx/emqx:5");

	}

	@ImportTestcontainers
	@Configuration(proxyBeanMethods = false)
	static class VerneMq {

		@ServiceConnection
		static final GenericContainer<?> broker = new UnstartedContainer("vernemq/vernemq");

	}

	@Configuration(proxyBeanMethods = false)
	static class ImageConfiguration {

		@Bean
		@ServiceConnection
		GenericContainer<?> broker(Environment environment) {
			return new UnstartedContainer(environment.getRequiredProperty("test.image"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NamedConfiguration {

		@Bean
		@ServiceConnection(name = "mqtt")
		GenericContainer<?> broker(Environment environment) {
			return new UnstartedContainer(environment.getRequiredProperty("test.image"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TypedConfiguration {

		@Bean
		@ServiceConnection(type = MqttConnectionDetails.class)
		GenericContainer<?> broker(Environment environment) {
			return new UnstartedContainer(environment.getRequiredProperty("test.image"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TypedHiveMqConfiguration {

		@Bean
		@ServiceConnection(type = MqttConnectionDetails.class)
		HiveMQContainer broker() {
			return new UnstartedHiveMqContainer();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecureConfiguration {

		@Bean
		@ServiceConnection(name = "eclipse-mosquitto")
		@PemTrustStore(certificate = "classpath:ca.crt")
		GenericContainer<?> broker() {
			return new UnstartedContainer("eclipse-mosquitto");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HiveMqConfiguration {

		@Bean
		@ServiceConnection
		HiveMQContainer broker() {
			return new UnstartedHiveMqContainer();
		}

	}

	static class UnstartedContainer extends GenericContainer<UnstartedContainer> {

		private final String image;

		UnstartedContainer(String image) {
			super(DockerImageName.parse(image));
			this.image = image;
		}

		@Override
		public String getDockerImageName() {
			return this.image;
		}

		@Override
		public void start() {
		}

		@Override
		public void stop() {
		}

		@Override
		public String getHost() {
			return "127.0.0.1";
		}

		@Override
		public Integer getMappedPort(int port) {
			return 10000 + port;
		}

	}

	static class UnstartedHiveMqContainer extends HiveMQContainer {

		UnstartedHiveMqContainer() {
			super(DockerImageName.parse("hivemq/hivemq-ce:2025.5"));
		}

		@Override
		public void start() {
		}

		@Override
		public void stop() {
		}

		@Override
		public String getHost() {
			return "127.0.0.1";
		}

		@Override
		public Integer getMappedPort(int port) {
			return 10000 + port;
		}

	}

}
