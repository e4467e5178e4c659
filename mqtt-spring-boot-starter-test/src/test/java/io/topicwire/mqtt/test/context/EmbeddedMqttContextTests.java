package io.topicwire.mqtt.test.context;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import io.topicwire.mqtt.test.CapturedMessages;
import io.topicwire.mqtt.test.EmbeddedMqttBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the contexts of classes with {@link EmbeddedMqtt}, which are below. They are
 * run from here, because what matters is when contexts and brokers come and go.
 */
class EmbeddedMqttContextTests {

	/**
	 * Spring pauses a context when a class with another one runs.
	 */
	@Test
	void classesWithTheSameConfigurationShareTheirBroker() {
		run(false, SequentialFirst.class);
		EmbeddedMqttBroker first = brokerOf(SequentialFirst.class);
		run(false, ParallelFirst.class);
		run(false, SequentialSecond.class);
		assertThat(brokerOf(SequentialSecond.class)).isSameAs(first);
		close(SequentialFirst.class);
	}

	@Test
	void classesWithOtherConnectionsHaveOtherBrokers() {
		EmbeddedMqttBroker first = brokerOf(First.class);
		EmbeddedMqttBroker other = brokerOf(Other.class);
		try {
			assertThat(other).isNotSameAs(first);
			assertThat(other.port()).isNotEqualTo(first.port());
		}
		finally {
			close(First.class);
			close(Other.class);
		}
	}

	@Test
	void nothingIsLeftWhenTheContextIsClosed() {
		Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
		EmbeddedMqttBroker broker = brokerOf(First.class);
		broker.awaitSubscription("echo");
		broker.publish("echo", "x");
		close(First.class);
		assertThatIllegalStateException().isThrownBy(broker::subscriptions);
		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> new Socket(InetAddress.getByName("127.0.0.1"), broker.port()));
		awaitNoOtherThreadsThan(before);
	}

	@Test
	void nothingIsLeftWhenTheContextDoesNotStart() {
		Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
		assertThatIllegalStateException().isThrownBy(() -> brokerOf(Broken.class));
		awaitNoOtherThreadsThan(before);
	}

	private static void awaitNoOtherThreadsThan(Set<Thread> before) {
		await().pollInSameThread().untilAsserted(() -> {
			List<Thread> threads = new ArrayList<>(Thread.getAllStackTraces().keySet());
			threads.removeAll(before);
			assertThat(threads).isEmpty();
		});
	}

	@Test
	void connectionMustHaveAName() {
		assertThatIllegalArgumentException().isThrownBy(() -> new TestContextManager(Nameless.class))
			.withMessage("Connection of @EmbeddedMqtt on %s must not be empty".formatted(Nameless.class.getName()));
	}

	@Test
	void classesThatRunAtTheSameTimeDoNotMeet() {
		run(true, ParallelFirst.class, ParallelSecond.class);
	}

	private static void run(boolean parallel, Class<?>... testClasses) {
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(Stream.of(testClasses).map(DiscoverySelectors::selectClass).toList())
			.configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false")
			.configurationParameter("junit.jupiter.execution.parallel.enabled", Boolean.toString(parallel))
			.configurationParameter("junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
			.configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
			.configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
			.build();
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		ListenerTests.together = new CyclicBarrier(testClasses.length);
		ListenerTests.running = true;
		try {
			LauncherFactory.create().execute(request, listener);
		}
		finally {
			ListenerTests.running = false;
		}
		assertThat(listener.getSummary().getFailures()).extracting(TestExecutionSummary.Failure::getException)
			.isEmpty();
		assertThat(listener.getSummary().getTestsSucceededCount()).isEqualTo(testClasses.length);
	}

	private static EmbeddedMqttBroker brokerOf(Class<?> testClass) {
		return contextOf(testClass).getBean(EmbeddedMqttBroker.class);
	}

	private static ApplicationContext contextOf(Class<?> testClass) {
		return new TestContextManager(testClass).getTestContext().getApplicationContext();
	}

	private static void close(Class<?> testClass) {
		new TestContextManager(testClass).getTestContext().markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
	}

	@SpringBootTest(classes = Application.class)
	@EmbeddedMqtt
	static class First {

	}

	@SpringBootTest(classes = Application.class)
	@EmbeddedMqtt(connection = "other")
	static class Other {

	}

	@SpringBootTest(classes = { Application.class, BrokenConfiguration.class })
	@EmbeddedMqtt
	static class Broken {

	}

	@EmbeddedMqtt(connection = "")
	static class Nameless {

	}

	abstract static class ListenerTests {

		static CyclicBarrier together = new CyclicBarrier(1);

		static boolean running;

		static boolean isRunning() {
			return running;
		}

		@Test
		void listenerAnswers(@Autowired EmbeddedMqttBroker broker) throws Exception {
			try (CapturedMessages answers = broker.capture("answers")) {
				broker.awaitSubscription("echo");
				together.await(30, TimeUnit.SECONDS);
				broker.publish("echo", getClass().getName());
				assertThat(answers.awaitOne().payloadAsString()).isEqualTo(getClass().getName());
				together.await(30, TimeUnit.SECONDS);
				assertThat(answers).hasSize(1);
			}
		}

	}

	@SpringBootTest(classes = Application.class)
	@EmbeddedMqtt
	@EnabledIf("isRunning")
	static class SequentialFirst extends ListenerTests {

	}

	@SpringBootTest(classes = Application.class)
	@EmbeddedMqtt
	@EnabledIf("isRunning")
	static class SequentialSecond extends ListenerTests {

	}

	@DirtiesContext
	@SpringBootTest(classes = Application.class, properties = "number=1")
	@EmbeddedMqtt
	@EnabledIf("isRunning")
	static class ParallelFirst extends ListenerTests {

	}

	@DirtiesContext
	@SpringBootTest(classes = Application.class, properties = "number=2")
	@EmbeddedMqtt
	@EnabledIf("isRunning")
	static class ParallelSecond extends ListenerTests {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private final MqttTemplate mqttTemplate;

		Application(MqttTemplate mqttTemplate) {
			this.mqttTemplate = mqttTemplate;
		}

		@MqttListener("echo")
		void onMessage(String text) {
			this.mqttTemplate.send("answers", text);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BrokenConfiguration {

		@Bean
		Object broken() {
			throw new IllegalStateException("broken");
		}

	}

}
