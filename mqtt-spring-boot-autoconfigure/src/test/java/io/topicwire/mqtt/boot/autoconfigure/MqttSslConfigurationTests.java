package io.topicwire.mqtt.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.topicwire.mqtt.client.MqttClientBuilder;
import io.topicwire.mqtt.stream.TlsOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how {@link MqttAutoConfiguration} speaks TLS.
 */
class MqttSslConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MqttAutoConfiguration.class, SslAutoConfiguration.class))
		.withPropertyValues(
				"spring.ssl.bundle.jks.plant.truststore.location=classpath:io/topicwire/mqtt/stream/trust.p12",
				"spring.ssl.bundle.jks.plant.truststore.password=changeit",
				"spring.ssl.bundle.jks.plant.truststore.type=PKCS12", "mqtt.recovery.enabled=false");

	@Test
	void platformDecidesByDefault() {
		withTls(this.contextRunner.withPropertyValues("mqtt.url=mqtts://127.0.0.1:1"),
				(tls) -> assertThat(tls).isNull());
		withTls(this.contextRunner.withPropertyValues("mqtt.url=mqtts://127.0.0.1:1", "mqtt.ssl.bundle="),
				(tls) -> assertThat(tls).isNull());
	}

	@Test
	void bundleIsResolvedEachTimeThatTheContextIsAskedFor() {
		this.contextRunner.withPropertyValues("mqtt.url=mqtts://127.0.0.1:1", "mqtt.ssl.bundle=plant")
			.withBean(Capture.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				TlsOptions tls = context.getBean(Capture.class).tls("default");
				assertThat(tls).isNotNull();
				SslBundleRegistry bundles = context.getBean(SslBundleRegistry.class);
				assertThat(tls.hostNameVerification()).isTrue();
				assertThat(tls.sslContext().get()).isNotNull();
				SslBundle updated = SslBundle.systemDefault();
				bundles.updateBundle("plant", updated);
				assertThat(tls.sslContext().get()).isSameAs(updated.createSslContext());
			});
	}

	@Test
	void optionsOfTheBundleAreUsed() {
		withTls(this.contextRunner.withPropertyValues("mqtt.url=wss://127.0.0.1:1", "mqtt.ssl.bundle=plant",
				"spring.ssl.bundle.jks.plant.options.enabled-protocols=TLSv1.3",
				"spring.ssl.bundle.jks.plant.options.ciphers=TLS_AES_128_GCM_SHA256"), (tls) -> {
					assertThat(tls).isNotNull();
					assertThat(tls.protocols()).containsExactly("TLSv1.3");
					assertThat(tls.cipherSuites()).containsExactly("TLS_AES_128_GCM_SHA256");
				});
	}

	@Test
	void hostNameVerificationCanBeSwitchedOff() {
		withTls(this.contextRunner.withPropertyValues("mqtt.url=mqtts://127.0.0.1:1", "mqtt.ssl.verify-hostname=false"),
				(tls) -> assertThat(tls).isEqualTo(TlsOptions.DEFAULT.withoutHostNameVerification()));
		assertThatPropertyIsRefused("mqtt.ssl.verify-hostname", "for wss://", "mqtt.url=wss://127.0.0.1:1",
				"mqtt.ssl.verify-hostname=false");
	}

	@Test
	void bundleNeedsAUrlThatUsesIt() {
		assertThatPropertyIsRefused("mqtt.ssl.bundle", "no URL begins with mqtts://", "mqtt.url=mqtt://127.0.0.1:1",
				"mqtt.ssl.bundle=plant");
		withTls(this.contextRunner.withPropertyValues("mqtt.url=mqtt://127.0.0.1:1",
				"mqtt.failover-urls=mqtts://127.0.0.1:2", "mqtt.ssl.bundle=plant"),
				(tls) -> assertThat(tls).isNotNull());
	}

	@Test
	void bundleHasToExist() {
		assertThatPropertyIsRefused("mqtt.ssl.bundle", "Define it below 'spring.ssl.bundle'",
				"mqtt.url=mqtts://127.0.0.1:1", "mqtt.ssl.bundle=other");
	}

	@Test
	void bundleMustNotWantOldProtocols() {
		assertThatPropertyIsRefused("mqtt.ssl.bundle", "was 'TLSv1.1'", "mqtt.url=mqtts://127.0.0.1:1",
				"mqtt.ssl.bundle=plant", "spring.ssl.bundle.jks.plant.options.enabled-protocols=TLSv1.1");
	}

	@Test
	void bundleOfConnectionDetailsIsUsedInsteadOfThatOfProperties() {
		SslBundle bundle = SslBundle.systemDefault();
		withTls(this.contextRunner.withPropertyValues("mqtt.ssl.bundle=other")
			.withBean(MqttConnectionDetails.class, () -> new TestConnectionDetails(bundle)), (tls) -> {
				assertThat(tls).isNotNull();
				assertThat(tls.sslContext().get()).isSameAs(bundle.createSslContext());
			});
	}

	@Test
	void namedConnectionInheritsTheBundleUnlessItsUrlDoesNotUseIt() {
		this.contextRunner
			.withPropertyValues("mqtt.url=mqtts://127.0.0.1:1", "mqtt.failover-urls=mqtts://127.0.0.1:2",
					"mqtt.ssl.bundle=plant", "mqtt.connection.cloud.url=mqtts://127.0.0.1:3",
					"mqtt.connection.local.url=mqtt://127.0.0.1:4", "mqtt.connection.public.url=mqtts://127.0.0.1:5",
					"mqtt.connection.public.ssl.bundle=")
			.withBean(Capture.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Capture capture = context.getBean(Capture.class);
				assertThat(capture.tls("cloud")).isNotNull();
				assertThat(capture.tls("local")).isNull();
				assertThat(capture.tls("public")).isNull();
				assertThat(capture.urls("default")).hasSize(2);
				assertThat(capture.urls("cloud")).containsExactly("mqtts://127.0.0.1:3");
			});
	}

	@Test
	void badBundleOfANamedConnectionIsReportedWithItsProperty() {
		assertThatPropertyIsRefused("mqtt.connection.cloud.ssl.bundle", "no SSL bundle of this name",
				"mqtt.url=mqtt://127.0.0.1:1", "mqtt.connection.cloud.url=mqtts://127.0.0.1:1",
				"mqtt.connection.cloud.ssl.bundle=other");
	}

	private void assertThatPropertyIsRefused(String name, String reason, String... properties) {
		this.contextRunner.withPropertyValues(properties)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo(name);
					assertThat(ex.getReason()).contains(reason);
				}));
	}

	private static void withTls(ApplicationContextRunner runner, Consumer<@Nullable TlsOptions> test) {
		runner.withBean(Capture.class).run((context) -> {
			assertThat(context).hasNotFailed();
			test.accept(context.getBean(Capture.class).tls("default"));
		});
	}

	/**
	 * Keeps the builders, in the order of the connections.
	 */
	static class Capture implements MqttClientBuilderCustomizer {

		private final List<MqttClientBuilder> builders = new ArrayList<>();

		private final List<String> connections = new ArrayList<>();

		@Override
		public boolean supports(String connection) {
			this.connections.add(connection);
			return true;
		}

		@Override
		public void customize(MqttClientBuilder builder) {
			this.builders.add(builder);
		}

		@Nullable TlsOptions tls(String connection) {
			return (TlsOptions) ReflectionTestUtils.getField(servers(connection), "tls");
		}

		@SuppressWarnings("unchecked")
		List<String> urls(String connection) {
			return (List<String>) ReflectionTestUtils.getField(servers(connection), "urls");
		}

		private Object servers(String connection) {
			return ReflectionTestUtils.getField(this.builders.get(this.connections.indexOf(connection)), "servers");
		}

	}

	record TestConnectionDetails(SslBundle sslBundle) implements MqttConnectionDetails {

		@Override
		public String getUrl() {
			return "mqtts://127.0.0.1:1";
		}

		@Override
		public SslBundle getSslBundle() {
			return this.sslBundle;
		}

	}

}
