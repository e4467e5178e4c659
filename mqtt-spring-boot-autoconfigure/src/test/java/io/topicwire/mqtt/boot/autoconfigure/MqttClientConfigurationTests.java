package io.topicwire.mqtt.boot.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.topicwire.mqtt.Credentials;
import io.topicwire.mqtt.HandlerFailurePolicy;
import io.topicwire.mqtt.InboxOverflowPolicy;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttSessionStoreException;
import io.topicwire.mqtt.OfflinePolicy;
import io.topicwire.mqtt.OutboxFullPolicy;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.ResubscribePolicy;
import io.topicwire.mqtt.SessionLossPolicy;
import io.topicwire.mqtt.UnmatchedMessagePolicy;
import io.topicwire.mqtt.Will;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.client.MqttClientBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how {@link MqttAutoConfiguration} builds the client.
 */
class MqttClientConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MqttAutoConfiguration.class, JacksonAutoConfiguration.class));

	@ParameterizedTest
	@ValueSource(strings = { "mqtt.keep-alive=20h", "mqtt.keep-alive=500ms", "mqtt.ping-timeout=0",
			"mqtt.connect-timeout=-1", "mqtt.operation-timeout=0", "mqtt.receive-maximum=0",
			"mqtt.maximum-packet-size=1B", "mqtt.maximum-packet-size=3GB", "mqtt.outbox.max-messages=0",
			"mqtt.outbox.max-size=0", "mqtt.outbox.max-wait=0", "mqtt.outbox.max-waiting=0",
			"mqtt.inbox.max-messages=0", "mqtt.inbox.max-size=0", "mqtt.listener.concurrency=0",
			"mqtt.listener.stuck-after=-1", "mqtt.will.topic=a/+", "mqtt.session.expiry-interval=1500ms",
			"mqtt.protocol-version=4" })
	void badValueIsReportedUnderTheNameOfItsProperty(String property) {
		this.contextRunner.withPropertyValues(property, "mqtt.client-id=meter-7")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining(property.substring(0, property.indexOf('='))));
	}

	@Test
	void valueThatOnlyMqtt5KnowsIsReportedUnderTheNameOfItsProperty() {
		this.contextRunner
			.withPropertyValues("mqtt.protocol-version=3.1.1", "mqtt.client-id=meter-7",
					"mqtt.session.expiry-interval=1h")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("mqtt.session.expiry-interval")
				.hasMessageContaining("MQTT 3.1.1 has no session expiry"));
		this.contextRunner.withPropertyValues("mqtt.protocol-version=3.1.1", "mqtt.password=secret")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("mqtt.username")
				.message()
				.doesNotContain("secret"));
	}

	@Test
	void protocolVersionMayBeMqtt311() {
		withBuilder(this.contextRunner.withPropertyValues("mqtt.protocol-version=3.1.1"),
				(builder) -> assertThat(builder).hasFieldOrPropertyWithValue("protocolVersions",
						List.of(ProtocolVersion.MQTT_3_1_1)));
	}

	@Test
	void protocolVersionMayBeFoundOut() {
		withBuilder(this.contextRunner.withPropertyValues("mqtt.protocol-version=auto"),
				(builder) -> assertThat(builder).hasFieldOrPropertyWithValue("protocolVersions",
						List.of(ProtocolVersion.MQTT_5, ProtocolVersion.MQTT_3_1_1)));
	}

	@Test
	void versionThatIsFoundOutNeedsSettingsThatBothVersionsKnow() {
		assertThatPropertyIsRefused("mqtt.session.expiry-interval", "mqtt.protocol-version=auto",
				"mqtt.client-id=meter-7", "mqtt.session.expiry-interval=1h");
		assertThatPropertyIsRefused("mqtt.session.expiry-interval", "mqtt.protocol-version=auto",
				"mqtt.client-id=meter-7", "mqtt.session.clean-start=false");
		assertThatPropertyIsRefused("mqtt.username", "mqtt.protocol-version=auto", "mqtt.password=secret");
	}

	@Test
	void propertiesAreApplied() {
		withBuilder(this.contextRunner.withPropertyValues("mqtt.url=mqtt://broker.example.com:1884",
				"mqtt.client-id=meter-7", "mqtt.username=app", "mqtt.password=secret",
				"mqtt.listener.on-failure=reject", "mqtt.keep-alive=20", "mqtt.ping-timeout=2s",
				"mqtt.connect-timeout=3", "mqtt.operation-timeout=4", "mqtt.receive-maximum=5",
				"mqtt.maximum-packet-size=6KB", "mqtt.session.clean-start=false", "mqtt.session.expiry-interval=1h",
				"mqtt.session.loss-policy=fail", "mqtt.session.resubscribe=always", "mqtt.outbox.max-messages=7",
				"mqtt.outbox.max-size=8KB", "mqtt.outbox.when-full=wait", "mqtt.outbox.max-wait=14",
				"mqtt.outbox.max-waiting=15", "mqtt.outbox.while-offline=keep-acknowledged",
				"mqtt.inbox.max-messages=16", "mqtt.inbox.max-size=9KB", "mqtt.inbox.on-overflow=stop-reading",
				"mqtt.inbox.on-unmatched=leave-unacknowledged", "mqtt.listener.concurrency=16",
				"mqtt.listener.stuck-after=17", "mqtt.recovery.max-retries=9", "mqtt.recovery.delay=10s",
				"mqtt.recovery.multiplier=1.5", "mqtt.recovery.max-delay=11s", "mqtt.recovery.stable-after=12s",
				"mqtt.will.topic=state", "mqtt.will.payload=gone", "mqtt.will.qos=2", "mqtt.will.retain=true",
				"mqtt.will.delay=13"), (builder) -> {
					MqttMessage will = MqttMessage.of("state", "gone")
						.payloadIsText(true)
						.qos(QoS.EXACTLY_ONCE)
						.retain(true);
					Credentials credentials = Credentials.of("app", "secret");
					assertThat(builder).usingRecursiveComparison()
						.ignoringFields("credentials", "listeners")
						.isEqualTo(MqttClient.builder("mqtt://broker.example.com:1884")
							.clientId("meter-7")
							.logName("default")
							.handlerConcurrency(16)
							.handlerStuckAfter(Duration.ofSeconds(17))
							.onHandlerFailure(HandlerFailurePolicy.REJECT)
							.keepAlive(Duration.ofSeconds(20))
							.pingTimeout(Duration.ofSeconds(2))
							.connectTimeout(Duration.ofSeconds(3))
							.operationTimeout(Duration.ofSeconds(4))
							.receiveMaximum(5)
							.maximumPacketSize(6 * 1024)
							.cleanStart(false)
							.sessionExpiry(Duration.ofHours(1))
							.outbox(OutboxOptions.DEFAULT.limit(7, 8 * 1024)
								.whenFull(OutboxFullPolicy.WAIT)
								.waitLimit(Duration.ofSeconds(14), 15)
								.whileOffline(OfflinePolicy.KEEP_ACKNOWLEDGED))
							.sessionLossPolicy(SessionLossPolicy.FAIL)
							.resubscribe(ResubscribePolicy.ALWAYS)
							.inboxMessages(16)
							.inboxLimit(9 * 1024)
							.onInboxOverflow(InboxOverflowPolicy.STOP_READING)
							.onUnmatchedMessage(UnmatchedMessagePolicy.LEAVE_UNACKNOWLEDGED)
							.reconnect(new ReconnectPolicy(true, true, 9, Duration.ofSeconds(10), 1.5,
									Duration.ofSeconds(11), Duration.ofSeconds(12)))
							.will(new Will(will, Duration.ofSeconds(13))));
					assertThat(credentials(builder)).usingRecursiveComparison().isEqualTo(credentials);
				});
	}

	@Test
	void furtherUrlsAreThoseOfTheFailover() {
		withBuilder(
				this.contextRunner.withPropertyValues("mqtt.url=mqtt://one",
						"mqtt.failover-urls=mqtt://two,ws://three"),
				(builder) -> assertThat(builder).extracting("servers.urls")
					.isEqualTo(List.of("mqtt://one", "mqtt://two", "ws://three")));
	}

	@Test
	void failFastMakesTheFirstConnectTheOnlyOne() {
		withBuilder(this.contextRunner.withPropertyValues("mqtt.fail-fast=true"), (builder) -> assertThat(builder)
			.hasFieldOrPropertyWithValue("reconnectPolicy", ReconnectPolicy.DEFAULT.firstConnect(false)));
	}

	@Test
	void recoveryCanBeSwitchedOff() {
		withBuilder(this.contextRunner.withPropertyValues("mqtt.recovery.enabled=false"),
				(builder) -> assertThat(builder).extracting("reconnectPolicy.enabled", "reconnectPolicy.firstConnect")
					.containsExactly(false, false));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void threadsAreVirtualIfTheyAreToBe() {
		withBuilder(this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true"),
				(builder) -> assertThat(ReflectionTestUtils.getField(builder, "threadFactory"))
					.isInstanceOfSatisfying(ThreadFactory.class, (factory) -> {
						Thread thread = factory.newThread(() -> {
						});
						assertThat(ReflectionTestUtils.<Boolean>invokeMethod(thread, "isVirtual")).isTrue();
					}));
	}

	@Test
	void threadsAreThoseOfTheClientByDefault() {
		withBuilder(this.contextRunner,
				(builder) -> assertThat(builder).hasFieldOrPropertyWithValue("threadFactory", null));
	}

	@Test
	void clientIdIsMadeOfTheApplicationName() {
		withBuilder(this.contextRunner.withPropertyValues("spring.application.name=Plant Monitor (north)"),
				(builder) -> assertThat(builder).extracting("clientId")
					.asString()
					.matches("plantmonitorno-[0-9a-f]{8}")
					.hasSizeLessThanOrEqualTo(23));
	}

	@Test
	void clientIdWithoutApplicationNameIsRandom() {
		withBuilder(this.contextRunner,
				(builder) -> assertThat(builder).extracting("clientId").asString().matches("mqtt-[0-9a-f]{8}"));
	}

	@Test
	void lastingSessionNeedsAClientId() {
		assertThatPropertyIsRefused("mqtt.client-id", "mqtt.session.expiry-interval=1h");
		assertThatPropertyIsRefused("mqtt.client-id", "mqtt.session.clean-start=false");
	}

	@Test
	void sessionIsStoredInDirectory(@TempDir Path directory) {
		withBuilder(
				this.contextRunner.withPropertyValues("mqtt.client-id=meter-7", "mqtt.session.clean-start=false",
						"mqtt.session.expiry-interval=1h", "mqtt.session.store.directory=" + directory,
						"mqtt.session.store.sync=false"),
				(builder) -> assertThat(builder).extracting("sessionStore")
					.hasToString("DiskSessionStore[directory=" + directory + ", sync=false]"));
		withBuilder(
				this.contextRunner.withPropertyValues("mqtt.client-id=meter-7", "mqtt.protocol-version=3.1.1",
						"mqtt.session.clean-start=false", "mqtt.session.store.directory=" + directory),
				(builder) -> assertThat(builder).extracting("sessionStore")
					.hasToString("DiskSessionStore[directory=" + directory + ", sync=true]"));
	}

	@Test
	void storedSessionIsGivenFreeWithTheContext(@TempDir Path directory) {
		ApplicationContextRunner runner = this.contextRunner.withPropertyValues("mqtt.url=mqtt://localhost:1",
				"mqtt.client-id=meter-7", "mqtt.session.clean-start=false", "mqtt.session.expiry-interval=1h",
				"mqtt.session.store.directory=" + directory);
		runner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(directory).isDirectoryContaining("glob:**/meter-7-*.session");
			runner.run((other) -> assertThat(other).getFailure()
				.rootCause()
				.isInstanceOf(MqttSessionStoreException.class)
				.hasMessageContaining("in use"));
		});
		runner.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void storedSessionHasToBeKeptByTheBroker() {
		String store = "mqtt.session.store.directory=/nowhere";
		assertThatPropertyIsRefused("mqtt.session.store.directory", store);
		assertThatPropertyIsRefused("mqtt.session.store.directory", store, "mqtt.client-id=meter-7",
				"mqtt.session.clean-start=false");
		assertThatPropertyIsRefused("mqtt.session.store.directory", store, "mqtt.client-id=meter-7",
				"mqtt.session.expiry-interval=1h");
		assertThatPropertyIsRefused("mqtt.session.store.directory", store, "mqtt.protocol-version=3.1.1");
	}

	@Test
	void wrongValuesAreReportedWithTheirProperty() {
		assertThatPropertyIsRefused("mqtt.protocol-version", "mqtt.protocol-version=4");
		assertThatPropertyIsRefused("mqtt.maximum-packet-size", "mqtt.maximum-packet-size=3GB");
		assertThatPropertyIsRefused("mqtt.recovery", "mqtt.recovery.multiplier=0.5");
		assertThatPropertyIsRefused("mqtt.will.qos", "mqtt.will.topic=a", "mqtt.will.qos=3");
		assertThatPropertyIsRefused("mqtt.will.delay", "mqtt.will.topic=a", "mqtt.will.delay=-1");
	}

	@Test
	void connectionDetailsOfTheUserReplaceTheProperties() {
		withBuilder(this.contextRunner.withPropertyValues("mqtt.username=other")
			.withBean(MqttConnectionDetails.class, TestConnectionDetails::new), (builder) -> {
				try (MqttClient client = builder.build()) {
					assertThat(client.url()).isEqualTo("mqtt://elsewhere:1883");
				}
				assertThat(credentials(builder)).extracting(Credentials::username).isEqualTo("someone");
			});
	}

	@Test
	void customizersAreAppliedInOrderAfterTheProperties() {
		withBuilder(
				this.contextRunner.withPropertyValues("mqtt.client-id=zero")
					.withUserConfiguration(CustomizersConfiguration.class),
				(builder) -> assertThat(builder).hasFieldOrPropertyWithValue("clientId", "second"));
	}

	private void assertThatPropertyIsRefused(String name, String... properties) {
		this.contextRunner.withPropertyValues(properties)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getName()).isEqualTo(name)));
	}

	private static Credentials credentials(MqttClientBuilder builder) {
		Object credentials = ReflectionTestUtils.getField(builder, "credentials");
		assertThat(credentials).isInstanceOf(Supplier.class);
		return (Credentials) ((Supplier<?>) credentials).get();
	}

	/**
	 * Looks at the builder and lets the context fail, so that nothing is connected.
	 * @param runner the runner
	 * @param test looks at the builder
	 */
	private void withBuilder(ApplicationContextRunner runner, Consumer<MqttClientBuilder> test) {
		List<MqttClientBuilder> builders = new ArrayList<>();
		runner.withBean("capture", MqttClientBuilderCustomizer.class, () -> (builder) -> {
			builders.add(builder);
			throw new IllegalStateException("captured");
		}).run((context) -> assertThat(context).getFailure().hasRootCauseMessage("captured"));
		assertThat(builders).hasSize(1);
		test.accept(builders.get(0));
	}

	static class TestConnectionDetails implements MqttConnectionDetails {

		@Override
		public String getUrl() {
			return "mqtt://elsewhere:1883";
		}

		@Override
		public @Nullable String getUsername() {
			return "someone";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizersConfiguration {

		@Bean
		@Order(2)
		MqttClientBuilderCustomizer second() {
			return (builder) -> builder.clientId("second");
		}

		@Bean
		@Order(1)
		MqttClientBuilderCustomizer first() {
			return (builder) -> builder.clientId("first");
		}

	}

}
