package io.topicwire.mqtt.boot.autoconfigure;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MqttConnectionPropertiesBinder}.
 */
class MqttConnectionPropertiesBinderTests {

	private final MockEnvironment environment = new MockEnvironment()
		.withProperty("mqtt.url", "mqtt://broker.example.com")
		.withProperty("mqtt.username", "app")
		.withProperty("mqtt.keep-alive", "20")
		.withProperty("mqtt.session.expiry-interval", "1h")
		.withProperty("mqtt.session.clean-start", "false")
		.withProperty("mqtt.connection.cloud.url", "mqtt://cloud.example.com")
		.withProperty("mqtt.connection.cloud.session.expiry-interval", "2h");

	@Test
	void connectionInheritsWhatItDoesNotSet() {
		MqttConnectionProperties properties = bind();
		assertThat(properties.getUrl()).isEqualTo("mqtt://cloud.example.com");
		assertThat(properties.getUsername()).isEqualTo("app");
		assertThat(properties.getKeepAlive()).isEqualTo(Duration.ofSeconds(20));
		assertThat(properties.getSession().getExpiryInterval()).isEqualTo(Duration.ofHours(2));
		assertThat(properties.getSession().isCleanStart()).isFalse();
		assertThat(properties.getPingTimeout()).isEqualTo(new MqttProperties().getPingTimeout());
	}

	@Test
	void clientIdIsDerivedFromTheDefaultOne() {
		this.environment.setProperty("mqtt.client-id", "gateway");
		assertThat(bind().getClientId()).isEqualTo("gateway-cloud");
	}

	@Test
	void clientIdOfTheConnectionIsLeftAsItIs() {
		this.environment.setProperty("mqtt.client-id", "gateway");
		this.environment.setProperty("mqtt.connection.cloud.client-id", "mine");
		assertThat(bind().getClientId()).isEqualTo("mine");
	}

	@Test
	void clientIdIsLeftToChanceWithoutAny() {
		assertThat(bind().getClientId()).isNull();
	}

	@Test
	void emptyCredentialsAreNone() {
		this.environment.setProperty("mqtt.password", "secret");
		this.environment.setProperty("mqtt.connection.cloud.username", "");
		this.environment.setProperty("mqtt.connection.cloud.password", "");
		assertThat(bind().getUsername()).isNull();
		assertThat(bind().getPassword()).isNull();
	}

	@Test
	void namesAreThoseBelowTheirPrefixInTheirOrder() {
		this.environment.setProperty("mqtt.connection.plant.url", "mqtt://10.0.0.5");
		assertThat(MqttConnectionPropertiesBinder.names(this.environment)).containsExactlyInAnyOrder("cloud", "plant");
		assertThat(MqttConnectionPropertiesBinder.names(new MockEnvironment())).isEmpty();
	}

	@Test
	void environmentVariablesAreEnough() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
					Map.of("MQTT_CONNECTION_CLOUD_URL", "mqtt://cloud.example.com")));
		ConfigurationPropertySources.attach(environment);
		assertThat(MqttConnectionPropertiesBinder.names(environment)).containsExactly("cloud");
		assertThat(new MqttConnectionPropertiesBinder(environment).bind("cloud").getUrl())
			.isEqualTo("mqtt://cloud.example.com");
	}

	@Test
	void defaultConnectionIsNotConfiguredTwice() {
		this.environment.setProperty("mqtt.connection.default.url", "mqtt://10.0.0.5");
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> MqttConnectionPropertiesBinder.names(this.environment))
			.withMessageContaining("mqtt.connection.default")
			.withMessageContaining("'mqtt.url'");
	}

	@Test
	void ownPropertiesAreKnown() {
		MqttConnectionPropertiesBinder binder = new MqttConnectionPropertiesBinder(this.environment);
		assertThat(binder.isOwn("cloud", "url")).isTrue();
		assertThat(binder.isOwn("cloud", "keep-alive")).isFalse();
	}

	private MqttConnectionProperties bind() {
		return new MqttConnectionPropertiesBinder(this.environment).bind("cloud");
	}

}
